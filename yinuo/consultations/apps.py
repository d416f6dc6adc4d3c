from django.apps import AppConfig

from yinuo.media.items import keeps


class ConsultationsConfig(AppConfig):
    name = "yinuo.consultations"
    label = "consultations"

    def ready(self) -> None:
        from yinuo.consultations import pushing  # noqa: F401 - its answers bind themselves

        keeps("photo_taken", "album_picture", "voice_note", "earlier_diagnosis")
