"""Where an item is corrected. Clause 5.2."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.promise.bindings import measure
from yinuo.web.navigation import path_of

PAPERS = frozenset(
    {"name", "gender", "city", "hospital", "department", "title", "consult_price", "department_phone", "introduction"}
)
PICTURES = frozenset({"licence", "portrait", "personal_photo"})


@dataclass(frozen=True)
class Edit:
    """``url`` is where it is done, ``action`` the verb, ``note`` what happens then."""

    url: str
    action: str
    note: str


@measure("rights.correct")
def edit_of(role: str, item: str) -> Edit:
    """In place where the person gave it; a medical record keeps its words and gets a note, at the hospital's desk."""
    if role == "doctor" and item in PAPERS:
        note = _("已审核过的项目改动后会重新审核；审核期间仍显示原来的。")
        return Edit(reverse("credentials:correct", args=[item]), _("修改"), note)
    if role == "doctor" and item in PICTURES:
        note = _("在“我的认证”里取回资料后更换，换过的照片要重新审核。")
        return Edit(reverse("credentials:pictures"), _("去更换"), note)
    number = path_of("accounts:number")
    if item == "phone_number" and number and role != "staff":
        return Edit(number, _("更换手机号"), _("旧号码和新号码各验证一次；旧号码收不到短信也有办法。"))
    return Edit(
        f"{reverse('rights:ask')}?kind=correction&item={item}",
        _("申请更正"),
        _("由本院个人信息保护负责人核实后更正；已写入病历的，依法在旁边注明，原来的字句保留。"),
    )
