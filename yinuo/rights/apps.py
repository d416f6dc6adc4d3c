from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "yinuo.rights"
    label = "rights"
