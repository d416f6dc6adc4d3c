from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "yinuo.security"
    label = "security"
