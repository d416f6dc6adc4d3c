"""Every door of the house: each room lists its own."""

from django.urls import include, path

from yinuo.promise.gate.web import door
from yinuo.runtime.health import healthz

urlpatterns = [
    path("healthz", door(None)(healthz), name="healthz"),
    path("", include("yinuo.channel.urls")),  # first: what a crowd reads is looked up in this order
    path("", include("yinuo.accounts.urls")),
    path("", include("yinuo.consultations.urls")),
    path("", include("yinuo.patients.urls")),
    path("", include("yinuo.followups.urls")),
    path("", include("yinuo.wallet.urls")),
    path("", include("yinuo.rights.urls")),
    path("", include("yinuo.web.urls")),  # the service worker's reach is where its address stands
    path("policy/", include("yinuo.promise.policy.urls")),
    path("credentials/", include("yinuo.credentials.urls")),
    path("", include("yinuo.notices.urls")),
    path("", include("yinuo.wallet.bank.urls")),
    path("", include("yinuo.namecards.urls")),
    path("console/", include("yinuo.console.urls")),
]
handler500 = "yinuo.runtime.failures.server_error"
