from django.apps import AppConfig

from yinuo.media.items import keeps


class ChannelConfig(AppConfig):
    name = "yinuo.channel"
    label = "channel"

    def ready(self) -> None:
        from yinuo.channel.actions import withdrawing  # noqa: F401 - registers what ends with the consent

        keeps("channel_picture", "channel_audio")
