from django.apps import AppConfig

from yinuo.media.items import keeps


class ChannelConfig(AppConfig):
    name = "yinuo.channel"
    label = "channel"

    def ready(self) -> None:
        keeps("channel_picture", "channel_audio")
