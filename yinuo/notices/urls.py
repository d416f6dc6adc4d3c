"""Doors of notices (clauses 1.10 and 7). Reading what was announced, and turning pushes off, are rights; the address
and the pushes have purposes of their own."""

from django.urls import path

from yinuo.notices import views
from yinuo.notices.push import views as push
from yinuo.promise.bindings import bind_door, menu
from yinuo.promise.gate.web import door

app_name = "notices"
OWN = door("rights", roles={"doctor", "patient", "staff"})
MAIL = door("notices.policy", roles={"doctor", "patient"})
PUSH = door("notices", roles={"doctor", "patient"})

FORGET = door("rights", roles={"doctor", "patient"})

urlpatterns = [
    path("me/notices/", OWN(views.notices), name="list"),
    path("me/settings/account/email/", MAIL(views.email), name="email"),
    path("me/settings/account/email/forget/", FORGET(views.forget_email), name="forget_email"),
    path("me/settings/notices/", PUSH(push.push), name="push"),
    path("me/settings/notices/device/", PUSH(push.device), name="device"),
    path("me/settings/notices/device/forget/", FORGET(push.forget_device), name="forget_device"),
    path("me/settings/notices/stop/", FORGET(push.stop), name="stop"),
    path("me/notices/open/<slug:kind>/", FORGET(push.opened), name="open"),
]

for _role in ("doctor", "patient"):
    menu(_role, "我的→设置→账户信息→电子邮箱", "notices:email")
    menu(_role, "我的→设置→消息通知", "notices:push")
bind_door("task", "notices.push", "notices", {"system"})
bind_door("task", "notices.post", "notices.policy", {"system"})
