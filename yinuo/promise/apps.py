from django.apps import AppConfig


class PromiseConfig(AppConfig):
    name = "yinuo.promise"
    label = "promise"
