"""Doors of cards and withdrawals (clause 1.11). The bank's call opens nothing of anybody."""

from django.urls import path

from yinuo.promise.bindings import bind_door, menu
from yinuo.promise.gate.web import door
from yinuo.wallet.bank import views
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.soon import NAME

app_name = "bank"
OWN = door(PURPOSE, roles={"doctor"})

urlpatterns = [
    path("me/bank/", OWN(views.home), name="home"),
    path("me/bank/rows/", OWN(views.rows), name="rows"),
    path("me/bank/bind/", OWN(views.bind), name="bind"),
    path("me/bank/bind/code/", OWN(views.bound), name="bound"),
    path("me/bank/card/", OWN(views.card), name="card"),
    path("me/bank/card/show/", OWN(views.show), name="show"),
    path("me/bank/card/remove/", OWN(views.remove), name="remove"),
    path("me/bank/withdraw/", OWN(views.withdraw), name="withdraw"),
    path("me/bank/withdraw/code/", OWN(views.confirm), name="confirm"),
    path("me/bank/withdrawals/<uuid:withdrawal>/", OWN(views.withdrawal), name="withdrawal"),
    path("me/bank/statement/", OWN(views.month), name="statement"),
    path("wallet/bank/call/", door(None)(views.called), name="called"),
]

menu("doctor", "我的→我的银行卡", "bank:home")
for _task in (NAME, "wallet.reconcile"):
    bind_door("task", _task, PAYOUT, {"system"})
