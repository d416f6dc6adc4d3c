from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yinuo.notices"
    label = "notices"
