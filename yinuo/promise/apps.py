from importlib import import_module

from django.apps import AppConfig


class PromiseConfig(AppConfig):
    name = "yinuo.promise"
    label = "promise"

    def ready(self) -> None:
        # The command line loads no middleware, and its measure is bound all the same.
        import_module("yinuo.promise.storage")
