"""The privacy officer's desk of requests and complaints (clauses 5.8 and 8), by deadline."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.accounts.api import (
    MalformedNumber,
    NotForStaff,
    Numberless,
    give_number_pass,
    look_up,
    numberless,
    read_number,
    vouch,
)
from yinuo.promise.gate import Actor
from yinuo.rights import api as rights

BASE = "web/console.html"
SHOWN = 200


@dataclass(frozen=True)
class Desk:
    open: tuple[rights.RequestRow, ...]
    closed: tuple[rights.RequestRow, ...]


@dataclass(frozen=True)
class OneRequest:
    request: rights.RequestPage
    grounds: tuple[tuple[str, str], ...]
    link: str = ""


@dataclass(frozen=True)
class TakeDown:
    kinds: tuple[tuple[str, str], ...]
    given: dict[str, str]
    numberless: tuple[Numberless, ...]
    problem: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is open, the earliest deadline first."""
    return render(request, "console/requests.html", {"page": Desk(*rights.desk(_actor(request)))})


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """Take down what came by letter, by telephone or at the counter."""
    given = {name: request.POST.get(name, "") for name in ("role", "number", "account", "kind", "text")}
    problem = ""
    if request.method == "POST":
        try:
            made = rights.take_down(
                actor=_actor(request), person=_person(_actor(request), given), kind=given["kind"], text=given["text"]
            )
            return HttpResponseRedirect(reverse("console:request", args=[made.pk]))
        except MalformedNumber as malformed:
            problem = str(malformed)
        except rights.UnableToAsk as unable:
            problem = unable.sentence
    kinds = tuple((str(k), str(label)) for k, label in rights.KINDS)
    page = TakeDown(kinds, given, tuple(numberless()[:SHOWN]), problem)
    return render(request, "console/request_form.html", {"page": page}, status=400 if problem else 200)


def _person(actor: Actor, given: dict[str, str]) -> UUID:
    """By the number; or, when a carrier gave that to somebody else, by an account of the list of those without one."""
    if given["account"]:
        person = next((one.person for one in numberless() if str(one.person) == given["account"]), None)
    else:
        person = look_up(given["role"], read_number(given["number"]), by=actor)
    if person is None:
        raise rights.NobodyFound
    return person


@require_safe
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _one(request, request_id)


def _one(request: HttpRequest, request_id: UUID, text: str = "", problem: str = "", link: str = "") -> HttpResponse:
    try:
        found = rights.desk_request(_actor(request), BASE, request_id, text=text, problem=problem)
    except rights.NotHere:
        raise Http404 from None
    page = OneRequest(found, tuple(rights.grounds().items()), link)
    return render(request, "console/request.html", {"page": page}, status=400 if problem else 200)


def _vouch(actor: Actor, request_id: UUID) -> None:
    """The number is the person's own: the next code opens the account again. The identity was checked before."""
    vouch(actor=actor, person=rights.recognised_person(actor, request_id))


@require_POST
def number_pass(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A link for a new number, shown once; the identity was checked before."""
    actor = _actor(request)
    try:
        token = give_number_pass(actor=actor, person=rights.recognised_person(actor, request_id))
    except rights.NotHere:
        raise Http404 from None
    except (rights.UnableToAsk, NotForStaff) as unable:
        return _one(request, request_id, "", unable.sentence)
    link = request.build_absolute_uri(reverse("accounts:pass", args=[token]))
    return _one(request, request_id, link=link)


@require_POST
def act(request: HttpRequest, request_id: UUID, what: str) -> HttpResponse:
    """One of the officer's acts; what was typed stays when it can't be done."""
    actor, text = _actor(request), request.POST.get("text", "")
    acts: dict[str, Callable[[], None]] = {
        "answer": lambda: rights.answer(actor=actor, request=request_id, text=text),
        "refuse": lambda: rights.refuse(
            actor=actor, request=request_id, ground=request.POST.get("ground", ""), text=text
        ),
        "extend": lambda: rights.extend(actor=actor, request=request_id, text=text),
        "question": lambda: rights.ask_back(actor=actor, request=request_id, text=text),
        "identity": lambda: rights.check_identity(actor=actor, request=request_id, how=text),
        "vouch": lambda: _vouch(actor, request_id),
        "take": lambda: rights.assign(actor=actor, request=request_id, mine=True),
        "release": lambda: rights.assign(actor=actor, request=request_id, mine=False),
    }
    if what not in acts:
        raise Http404
    try:
        acts[what]()
    except rights.NotHere:
        raise Http404 from None
    except rights.UnableToAsk as unable:
        return _one(request, request_id, text, unable.sentence)
    return HttpResponseRedirect(reverse("console:request", args=[request_id]))
