from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yinuo.web"
    label = "web"

    def ready(self) -> None:
        from yinuo.web import shell  # noqa: F401 - binds what the pages keep on a device
