"""The entries of the bottom bars and the side bar. An entry whose page does not exist is absent: a function that the
version in force does not offer has no door, so it has no entry either."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Place:
    """``name`` is what a page puts into its ``tab`` block; ``url_name`` is where it leads."""

    name: str
    label: str | Promise
    icon: str
    url_name: str
    desks: frozenset[str] = frozenset()
    """Desks that see it; empty for everybody of the role."""


@dataclass(frozen=True)
class Entry:
    url: str
    label: str | Promise
    icon: str
    current: bool


PLACES: dict[str, tuple[Place, ...]] = {
    "doctor": (
        Place("inbox", _("工作台"), "layout-dashboard", "consultations:inbox"),
        Place("patients", pgettext_lazy("the list", "患者"), "users", "consultations:patients"),
        Place("channel", _("健康号"), "newspaper", "channel:home"),
        Place("me", _("我的"), "circle-user", "accounts:me"),
    ),
    "patient": (
        Place("consultations", _("问诊"), "message-circle", "patients:mine"),
        Place("followups", _("随访"), "calendar-check", "followups:mine"),
        Place("following", _("关注"), "heart", "channel:following"),
        Place("me", _("我的"), "circle-user", "accounts:me"),
    ),
    "staff": (
        Place("review", _("资质审核"), "badge-check", "console:review", frozenset({"reviewer"})),
        Place("corrections", _("更正核实"), "pencil", "console:corrections", frozenset({"reviewer"})),
        Place("requests", _("请求和投诉"), "inbox", "console:requests", frozenset({"privacy_officer"})),
        Place("payouts", _("提现和对账"), "landmark", "console:payouts", frozenset({"finance"})),
        Place("policies", _("隐私政策"), "file-pen-line", "console:policies", frozenset({"privacy_officer"})),
        Place("exceptions", _("例外处理"), "shield-alert", "console:exceptions", frozenset({"privacy_officer"})),
        Place("channel", _("内容审核"), "newspaper", "console:channel", frozenset({"content"})),
        Place("audit", _("审计"), "scroll-text", "console:audit", frozenset({"audit"})),
        Place("visits", _("服务日志"), "file-clock", "console:visits", frozenset({"security"})),
        Place("status", _("运行状态"), "activity", "console:status", frozenset({"security", "system_administrator"})),
        Place("staff", _("工作人员"), "users", "console:staff", frozenset({"system_administrator"})),
        Place("me", _("我的"), "circle-user", "accounts:me"),
    ),
}


def path_of(name: str) -> str:
    """The path of a named page, or the empty string when there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(role: str, *, current: str, desk: str = "") -> list[Entry]:
    """What ``role`` sees of its places, at ``desk`` when it is staff."""
    found = []
    for place in PLACES.get(role, ()):
        url = path_of(place.url_name)
        if url and (not place.desks or desk in place.desks):
            found.append(Entry(url, place.label, place.icon, place.name == current))
    return found
