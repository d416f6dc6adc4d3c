from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "yinuo.console"
    label = "console"
