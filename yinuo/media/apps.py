from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "yinuo.media"
    label = "media"
