"""Doors of credentials."""

from django.urls import path

from yinuo.credentials import views
from yinuo.promise.gate.web import door

app_name = "credentials"
OWN = door("credentials.qualification", roles={"doctor"})
READERS = door("consultations", roles={"visitor", "patient", "doctor"})

urlpatterns = [
    path("", OWN(views.home), name="home"),
    path("standing/", OWN(views.standing), name="standing"),
    path("fields/", OWN(views.fields), name="fields"),
    path("correct/<slug:part>/", OWN(views.correct), name="correct"),
    path("pictures/", OWN(views.pictures), name="pictures"),
    path("submit/", OWN(views.submit), name="submit"),
    path("reopen/", OWN(views.reopen), name="reopen"),
    path("picture/<slug:item>/", OWN(views.picture), name="picture"),
    path("picture/<slug:item>/add/", OWN(views.add_picture), name="add_picture"),
    path("picture/<slug:item>/remove/", OWN(views.remove_picture), name="remove_picture"),
    path("photo/<uuid:doctor>/", READERS(views.photo), name="photo"),
]
