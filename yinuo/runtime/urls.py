"""Every door of the house: each room lists its own."""

from importlib.util import find_spec

from django.urls import include, path

from yinuo.promise.gate.web import door
from yinuo.runtime.health import healthz

ROOMS = (
    ("", "yinuo.accounts"),
    ("", "yinuo.consultations"),
    ("", "yinuo.patients"),
    ("", "yinuo.web"),  # the service worker's reach is where its address stands
    ("policy/", "yinuo.promise.policy"),
    ("credentials/", "yinuo.credentials"),
    ("console/", "yinuo.console"),
)

urlpatterns = [
    path("healthz", door(None)(healthz), name="healthz"),
    *(path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS if find_spec(f"{room}.urls")),
]
