"""Doors of credentials."""

from django.urls import path

from yinuo.credentials import views
from yinuo.promise.gate.web import door

app_name = "credentials"
OWN = door("credentials.qualification", roles={"doctor"})

urlpatterns = [
    path("", OWN(views.home), name="home"),
    path("picture/<slug:item>/", OWN(views.picture), name="picture"),
    path("picture/<slug:item>/add/", OWN(views.add_picture), name="add_picture"),
    path("picture/<slug:item>/remove/", OWN(views.remove_picture), name="remove_picture"),
    path("photo/<uuid:doctor>/", door("consultations", roles={"doctor", "patient"})(views.photo), name="photo"),
]
