from django.apps import AppConfig


class PatientsConfig(AppConfig):
    name = "yinuo.patients"
    label = "patients"
