from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "yinuo.realtime"
    label = "realtime"
