"""Doors of cards (clause 1.5). A scan opens nothing of anybody: it counts and leads on."""

from django.urls import path

from yinuo.namecards import views
from yinuo.promise.bindings import menu
from yinuo.promise.gate.web import door

app_name = "namecards"
OWN = door("namecards", roles={"doctor"})
ANYBODY = door(None)

urlpatterns = [
    path("me/card/", OWN(views.card), name="card"),
    path("me/card/show/", OWN(views.show), name="show"),
    path("me/card/code.svg", OWN(views.code), name="code"),
    path("me/card/picture.png", OWN(views.saved), name="picture"),
    path("me/card/print/<slug:layout>.pdf", OWN(views.paper), name="print"),
    path("me/card/make/", OWN(views.make), name="make"),
    path("me/card/renew/", OWN(views.renew), name="renew"),
    path("me/card/withdraw/", OWN(views.withdraw), name="withdraw"),
    path("c/<str:printed_on>/", ANYBODY(views.scan), name="scan"),
]

menu("doctor", "我的→我的名片", "namecards:card")
