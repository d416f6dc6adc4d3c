from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "yinuo.consultations"
    label = "consultations"
