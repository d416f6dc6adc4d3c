"""Every door of the house: each room lists its own."""

from importlib.util import find_spec

from django.urls import include, path

from yinuo.promise.gate.web import door
from yinuo.runtime.health import healthz

ROOMS = {
    "": "yinuo.accounts",
    "credentials/": "yinuo.credentials",
    "consultations/": "yinuo.consultations",
    "patients/": "yinuo.patients",
    "media/": "yinuo.media",
    "security/": "yinuo.security",
    "console/": "yinuo.console",
}

urlpatterns = [
    path("healthz", door(None)(healthz), name="healthz"),
    path("", include("yinuo.web.urls")),  # the service worker's reach is where its address stands
    *(path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS.items() if find_spec(f"{room}.urls")),
]
