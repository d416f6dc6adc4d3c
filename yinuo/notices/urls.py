"""Doors of notices (clause 7). Reading what was announced is a right; the address has its own purpose."""

from django.urls import path

from yinuo.notices import views
from yinuo.promise.bindings import bind_door, menu
from yinuo.promise.gate.web import door

app_name = "notices"
OWN = door("rights", roles={"doctor", "patient", "staff"})
MAIL = door("notices.policy", roles={"doctor", "patient"})

FORGET = door("rights", roles={"doctor", "patient"})

urlpatterns = [
    path("me/notices/", OWN(views.notices), name="list"),
    path("me/settings/account/email/", MAIL(views.email), name="email"),
    path("me/settings/account/email/forget/", FORGET(views.forget_email), name="forget_email"),
]

for _role in ("doctor", "patient"):
    menu(_role, "我的→设置→账户信息→电子邮箱", "notices:email")
bind_door("task", "notices.post", "notices.policy", {"system"})
