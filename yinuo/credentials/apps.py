from django.apps import AppConfig

from yinuo.media.items import keeps


class CredentialsConfig(AppConfig):
    name = "yinuo.credentials"
    label = "credentials"

    def ready(self) -> None:
        keeps("licence", "portrait", "personal_photo")
