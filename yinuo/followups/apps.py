from django.apps import AppConfig

from yinuo.media.items import keeps


class FollowupsConfig(AppConfig):
    name = "yinuo.followups"
    label = "followups"

    def ready(self) -> None:
        from yinuo.followups import pushing  # noqa: F401 - its answers bind themselves

        keeps("followup_photo", "followup_audio")
