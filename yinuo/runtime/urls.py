"""Every door of the house: each room lists its own."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "": "yinuo.accounts",
    "credentials/": "yinuo.credentials",
    "consultations/": "yinuo.consultations",
    "patients/": "yinuo.patients",
    "media/": "yinuo.media",
    "security/": "yinuo.security",
    "console/": "yinuo.console",
    "web/": "yinuo.web",
}

urlpatterns = [path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS.items() if find_spec(f"{room}.urls")]
