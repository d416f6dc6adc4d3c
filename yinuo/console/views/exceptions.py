"""Row 1.y at the privacy officer's desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.console import exception_cases
from yinuo.console.exception_cases import CaseRow, Choice
from yinuo.promise.exceptions import EXCEPTIONS, Exempt, UnableToOpenException, approve_case, cases, close_case
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed
from yinuo.promise.vault.holdings import Holding


@dataclass(frozen=True)
class Desk:
    rows: list[CaseRow]


@dataclass(frozen=True)
class Form:
    letters: list[Exempt]
    choices: list[Choice]
    given: dict[str, str]
    items: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Opened:
    row: CaseRow
    holdings: list[tuple[str, datetime, object]]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """All cases with their state; what they opened is not shown here."""
    rows = exception_cases.case_rows(_actor(request), timezone.now())
    return render(request, "console/exceptions.html", {"page": Desk(rows)})


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask for an exception by name: letter, person, purpose, items, reference, reason and hours."""
    problem = ""
    if request.method == "POST":
        try:
            _open(request)
            return HttpResponseRedirect(reverse("console:exceptions"))
        except UnableToOpenException as refused:
            problem = refused.sentence
    letters = [exempt for exempt in EXCEPTIONS.values() if exempt.opens]
    given = {name: request.POST.get(name, "") for name in ("letter", "role", "number", "reference", "why", "hours")}
    form = Form(letters, exception_cases.choices(), given, request.POST.getlist("item"), problem)
    return render(request, "console/exception_form.html", {"page": form}, status=400 if problem else 200)


def _open(request: HttpRequest) -> None:
    chosen = [word.split("|") for word in request.POST.getlist("item") if word.count("|") == 2]
    role = request.POST.get("role", "")
    mine = [(purpose, item) for of, purpose, item in chosen if of == role]
    purpose = mine[0][0] if mine else ""
    hours = request.POST.get("hours", "")
    exception_cases.open_with_statement(
        actor=_actor(request),
        letter=request.POST.get("letter", ""),
        role=role,
        number=request.POST.get("number", ""),
        purpose=purpose,
        items=[item for of, item in mine if of == purpose],
        reference=request.POST.get("reference", ""),
        why=request.POST.get("why", ""),
        hours=int(hours) if hours.isdecimal() and len(hours) < 5 else 0,
    )


@require_POST
def approve(request: HttpRequest, case: UUID) -> HttpResponse:
    """The second person's yes."""
    return _done(request, lambda: approve_case(actor=_actor(request), case=case))


@require_POST
def close(request: HttpRequest, case: UUID) -> HttpResponse:
    """End a case early."""
    return _done(request, lambda: close_case(actor=_actor(request), case=case))


def _done(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except UnableToOpenException as problem:
        return render(request, "console/case_closed.html", {"problem": problem.sentence}, status=409)
    return HttpResponseRedirect(reverse("console:exceptions"))


@require_safe
def opened(request: HttpRequest, case: UUID) -> HttpResponse:
    """Behind the case's own door: the named items of the named person, until it expires."""
    held = next(one for one in cases() if one.pk == case)
    names = dict(zip(held.items, exception_cases.item_names(held.items), strict=True))
    row = CaseRow(
        case=held,
        title=f"{held.letter}. {EXCEPTIONS[held.letter].title}",
        items="、".join(names.values()),
        statement="",
        state="open",
        mine=held.opened_by == _actor(request).person,
        expires_at=held.expires_at,
    )
    found = [(names[one.item], one.at, _value(one)) for one in exception_cases.shown(held)]
    return render(request, "console/exception_opened.html", {"page": Opened(row, found)})


def _value(holding: Holding) -> object:
    return "" if isinstance(holding.value, Closed) else holding.value
