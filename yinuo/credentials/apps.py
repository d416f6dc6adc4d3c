from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "yinuo.credentials"
    label = "credentials"
