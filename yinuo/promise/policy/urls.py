"""Doors of the policy's pages: open to everybody, under every version (house law 4)."""

from django.urls import path

from yinuo.promise.gate.web import door
from yinuo.promise.policy import views

RIGHTS = door("rights")

app_name = "policy"
urlpatterns = [
    path("", RIGHTS(views.index), name="index"),
    path("<slug:role>/", RIGHTS(views.in_force), name="in_force"),
    path("<slug:role>/clause/<str:clause>/", RIGHTS(views.clause), name="clause"),
    path("<slug:role>/<str:number>/", RIGHTS(views.version), name="version"),
    path("<slug:role>/<str:number>/differences", RIGHTS(views.differences), name="differences"),
    path("<slug:role>/<str:number>/policy.md", RIGHTS(views.download), name="download"),
]
