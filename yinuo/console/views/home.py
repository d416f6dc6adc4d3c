"""The way into the desks, the audit desk, the security desk, and the administrator's pages."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yinuo.accounts.api import Colleague, Desk, colleagues, invite_staff
from yinuo.console.visit_words import VisitRow, row
from yinuo.promise.gate import Actor
from yinuo.promise.journal.verify import Report, verify
from yinuo.security.api import latest_visits

FIRST = {
    "reviewer": "console:review",
    "privacy_officer": "console:requests",
    "content": "console:channel",
    "finance": "console:payouts",
    "audit": "console:audit",
    "security": "console:visits",
    "system_administrator": "console:status",
}


@dataclass(frozen=True)
class JournalDay:
    day: str
    records: int
    refusals: int


@dataclass(frozen=True)
class Audit:
    days: list[JournalDay]
    report: Report | None


PARTS = {
    "caddy": _("入口"),
    "pages": _("页面"),
    "gateway": _("即时消息"),
    "worker": _("后台任务"),
    "postgres": _("数据库"),
    "stand_in_sms": _("短信替身（演示）"),
    "stand_in_mail": _("邮件替身（演示）"),
    "stand_in_payment": _("支付替身（演示）"),
    "stand_in_bank": _("银行替身（演示）"),
    "stand_in_push": _("推送替身（演示）"),
}


@dataclass(frozen=True)
class Status:
    parts: dict[str, str]


@dataclass(frozen=True)
class Visits:
    visits: list[VisitRow]


@dataclass(frozen=True)
class Staff:
    colleagues: list[Colleague]
    desks: list[tuple[str, str]]
    link: str = ""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of one's own desk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse(FIRST[actor.desk]))


@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """How much was journaled and refused by day; a POST recomputes every chain and every anchor."""
    report = verify() if request.method == "POST" else None
    return render(request, "console/audit.html", {"page": Audit(_days(), report)})


def _days() -> list[JournalDay]:
    with connection.cursor() as cursor:
        cursor.execute(
            'select day, count(*), count(*) filter (where body ~ \'"reason":"(?!allowed|record|exception)\')'
            " from promise_journal group by day order by day desc limit 30"
        )
        return [JournalDay(str(day), records, refusals) for day, records, refusals in cursor.fetchall()]


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The latest service logs, under 1.12.2a."""
    return render(request, "console/visits.html", {"page": Visits([row(visit) for visit in latest_visits()])})


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The state of each part."""
    parts = import_string(settings.YINUO_PART_STATES)(settings.YINUO)
    return render(
        request,
        "console/status.html",
        {"page": Status({str(PARTS.get(name, name)): state for name, state in parts.items()})},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Who sits at which desk; a POST makes an invitation, a link that is good once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    link = ""
    if request.method == "POST" and request.POST.get("desk") in Desk.values:
        invited = invite_staff(actor=actor, desk=request.POST["desk"])
        link = request.build_absolute_uri(reverse("accounts:join", args=[invited.token]))
    page = Staff(colleagues(), [(str(value), str(label)) for value, label in Desk.choices], link)
    return render(request, "console/staff.html", {"page": page})
