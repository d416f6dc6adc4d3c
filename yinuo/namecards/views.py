"""我的→我的名片, what is saved and printed of it, and the address that the code leads to."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.namecards import actions
from yinuo.namecards.access import live_card, valid_card
from yinuo.namecards.code import drawn
from yinuo.namecards.content import content
from yinuo.namecards.drawing import picture
from yinuo.namecards.pages import card_page
from yinuo.namecards.printing import LAYOUTS, printed
from yinuo.namecards.problems import NoCard, UnableToMakeCard
from yinuo.promise.gate import Actor

DONE = {
    "new": gettext_lazy("名片做好了。"),
    "renewed": gettext_lazy("已换新。旧名片上的二维码已经失效。"),
    "gone": gettext_lazy("名片已停用。"),
}
"""Said once after the act, by the word in the address."""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """我的→我的名片"""
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    said = str(DONE.get(request.GET.get("done", ""), ""))
    page = card_page(request, _actor(request), problem=problem, said=said)
    return render(request, "namecards/card.html", {"page": page}, status=400 if problem else 200)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The code as large as the screen, for a patient who stands in front of the doctor."""
    page = card_page(request, _actor(request))
    if page.card is None:
        return HttpResponseRedirect(reverse("namecards:card"))
    return render(request, "namecards/show.html", {"page": page})


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    try:
        actions.make_card(actor=_actor(request))
    except UnableToMakeCard as problem:
        return _page(request, problem.sentence)
    return _done("new")


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """First what it means for cards that were given away, then the act."""
    if request.method != "POST":
        return render(request, "namecards/change.html", {"act": "renew"})
    try:
        actions.renew_card(actor=_actor(request))
    except UnableToMakeCard as problem:
        return _page(request, problem.sentence)
    return _done("renewed")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "namecards/change.html", {"act": "withdraw"})
    try:
        actions.withdraw_card(actor=_actor(request))
    except UnableToMakeCard as problem:
        return _page(request, problem.sentence)
    return _done("gone")


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('namecards:card')}?done={what}")


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """The code alone, for the screen."""
    row = live_card(_actor(request))
    if row is None:
        return _unable(NoCard())
    address = request.build_absolute_uri(reverse("namecards:scan", args=[row.token]))
    return _file(drawn(address), "image/svg+xml", "")


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """The picture. The browser saves it where it saves everything: the page asks for no permission (clause 1.5)."""
    try:
        row = live_card(_actor(request))
        if row is None:
            raise NoCard
        shown = content(request, row)
        name = "" if "look" in request.GET else f"{_('名片')}-{shown.name}.png"
        return _file(picture(shown), "image/png", name)
    except UnableToMakeCard as problem:
        return _unable(problem)


@require_safe
def paper(request: HttpRequest, layout: str) -> HttpResponse:
    """For a printer's shop (``card``) or for the printer in the office (``sheet``)."""
    try:
        row = live_card(_actor(request))
        if row is None or layout not in LAYOUTS:
            raise NoCard
        shown = content(request, row)
        return _file(printed(shown, layout), "application/pdf", f"{_('名片')}-{shown.name}.pdf")
    except UnableToMakeCard as problem:
        return _unable(problem)


def _unable(problem: UnableToMakeCard) -> HttpResponse:
    return HttpResponse(problem.sentence, status=400, content_type="text/plain; charset=utf-8")


def _file(made: bytes, kind: str, name: str) -> HttpResponse:
    """SECURITY: kept by no cache, and without power when it is opened as a page of its own."""
    answer = HttpResponse(made, content_type=kind)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}" if name else "inline"
    return answer


@require_safe
def scan(request: HttpRequest, printed_on: str) -> HttpResponse:
    """What the code leads to: counted, and on to the doctor's public page. Of an address that counts no more nothing
    is said but that, whoever it was of."""
    found = valid_card(printed_on)
    if found is None:
        return render(request, "namecards/gone.html", status=410)
    if request.method == "GET" and _actor(request).person != found.doctor_id:
        actions.count_scan(card=found)
    return HttpResponseRedirect(reverse("patients:doctor", args=[found.doctor_id]))
