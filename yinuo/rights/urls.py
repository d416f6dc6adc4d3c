"""Doors of the privacy centre, all under ``rights``: open under every version, and after a full withdrawal."""

from django.urls import path

from yinuo.promise.bindings import menu
from yinuo.promise.gate.web import door
from yinuo.rights.views import board, device, information, lists, requests

app_name = "rights"
OWN = door("rights", roles={"doctor", "patient", "staff"})
DOCTOR = door("rights", roles={"doctor"})

urlpatterns = [
    path("me/information/", OWN(information.information), name="information"),
    path("me/information/seen/", OWN(information.seen), name="seen"),
    path("me/information/item/<slug:item>/", OWN(information.item), name="item"),
    path("me/information/file/<uuid:media_id>/", OWN(information.file), name="file"),
    path("me/certification/", DOCTOR(information.certification), name="certification"),
    path("me/information/collected/", OWN(lists.collected), name="collected"),
    path("me/information/shared/", OWN(lists.shared), name="shared"),
    path("me/receipts/", OWN(lists.receipts), name="receipts"),
    path("me/receipts/<uuid:event>/", OWN(lists.receipt), name="receipt"),
    path("me/receipts/<uuid:event>/record.json", OWN(lists.record), name="receipt_record"),
    path("promises/", door(None)(board.board), name="board"),
    path("device/", door(None)(device.storage), name="storage"),
    path("device/forget/", door(None)(device.forget), name="forget"),
    path("me/requests/", OWN(requests.inbox), name="requests"),
    path("me/requests/new/", OWN(requests.ask), name="ask"),
    path("me/requests/<uuid:request_id>/", OWN(requests.one), name="request"),
    path("me/requests/<uuid:request_id>/add/", OWN(requests.add), name="add"),
    path("me/requests/<uuid:request_id>/take-back/", OWN(requests.take_back), name="take_back"),
]

for _role in ("doctor", "patient", "staff"):
    menu(_role, "我的→个人信息", "rights:information")
menu("doctor", "我的认证→实名认证", "rights:certification")
