from django.apps import AppConfig


class NamecardsConfig(AppConfig):
    name = "yinuo.namecards"
    label = "namecards"
