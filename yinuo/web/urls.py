from django.urls import path
from django.views.i18n import set_language

from yinuo.promise.gate.web import door
from yinuo.web import views

app_name = "web"
urlpatterns = [
    path("service-worker.js", door(None)(views.service_worker), name="service_worker"),
    path("manifest.webmanifest", door(None)(views.manifest), name="manifest"),
    path("language/", door(None)(set_language), name="language"),
    path("text/", door(None)(views.text_size), name="text"),
    path("web/offline/", door(None)(views.offline), name="offline"),
]
