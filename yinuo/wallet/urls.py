"""Doors of the wallet: the patient's payments and ratings (patient 1.7), the doctor's income (doctor 1.11), and the
payment services' signed calls, which touch nothing personal."""

from django.urls import path

from yinuo.promise.bindings import menu
from yinuo.promise.gate.web import door
from yinuo.wallet.views import calls, income, orders, paying, rating

app_name = "wallet"
pays = door("wallet.payment", roles={"patient"})
earns = door("wallet.payment", roles={"doctor"})
calling = door(None)

urlpatterns = [
    path("patient/pay/<uuid:consultation_id>/", pays(paying.pay), name="pay"),
    path("patient/pay/<uuid:consultation_id>/begin/", pays(paying.begin), name="begin"),
    path("patient/pay/<uuid:consultation_id>/look/", pays(paying.look_now), name="look"),
    path("patient/pay/<uuid:consultation_id>/code.svg", pays(paying.code_picture), name="code"),
    path("patient/orders/", pays(orders.own), name="orders"),
    path("patient/orders/<uuid:order_id>/", pays(orders.one), name="order"),
    path("patient/rate/<uuid:consultation_id>/", pays(rating.rate), name="rate"),
    path("doctor/income/", earns(income.income), name="income"),
    path("doctor/ratings/", earns(rating.own), name="ratings"),
    path("wallet/calls/wechat/", calling(calls.wechat), name="heard_wechat"),
    path("wallet/calls/alipay/", calling(calls.alipay), name="heard_alipay"),
]

menu("patient", "我的→支付订单", "wallet:orders")
menu("doctor", "我的→收入", "wallet:income")
menu("doctor", "我的→患者评价", "wallet:ratings")
