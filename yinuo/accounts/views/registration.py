"""Registering: the policy, the number, the code."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yinuo.accounts import actions
from yinuo.accounts.access import REGISTRATION, registration_verdict
from yinuo.accounts.doubt import in_doubt
from yinuo.accounts.entering import address_of, enter, enter_provisionally, go_on, home_of
from yinuo.accounts.models import PendingNumber
from yinuo.accounts.numbers import MalformedNumber, masked
from yinuo.accounts.problems import UnableToContinue
from yinuo.promise.consent import UnableToRecordConsent
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Clause, Purpose, Version
from yinuo.promise.policy.words import item_name


@dataclass(frozen=True)
class Taken:
    """One item that registering takes."""

    name: str
    why: str


@dataclass(frozen=True)
class PolicyStep:
    """The first page. Nothing is known of the reader and nothing is asked but yes or no."""

    role: str
    version: Version
    purpose: Purpose
    clause: Clause
    items: tuple[Taken, ...]
    invitation: str
    problem: str = ""


@dataclass(frozen=True)
class NumberStep:
    role: str
    typed: str
    name: str
    problem: str = ""


@dataclass(frozen=True)
class CodeStep:
    role: str
    masked: str
    problem: str = ""
    again: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, role: str) -> HttpResponse:
    """Step 1. Under a version that does not name the number the answer is the refusal with its clause."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.role != "visitor":
        return HttpResponseRedirect(home_of(actor.role))
    verdict = registration_verdict(role)
    if not verdict.allowed:
        raise current().refuse(verdict)
    if role == "staff" and not _token(request):
        return render(request, "accounts/uninvited.html", status=403)
    if request.method != "POST":
        return _policy_page(request, role)
    try:
        invitation = str(actions.accept_invitation(token=_token(request))) if role == "staff" else ""
        person = actions.begin_registration(
            role=role, version=request.POST.get("version", ""), shown=request.POST.get("shown", "")
        )
    except (UnableToRecordConsent, UnableToContinue) as problem:
        return _policy_page(request, role, problem.sentence)
    enter_provisionally(request, person, invitation)
    return HttpResponseRedirect(reverse("accounts:register_number", args=[role]))


def _token(request: HttpRequest) -> str:
    return request.POST.get("invitation") or request.GET.get("invitation") or ""


def _policy_page(request: HttpRequest, role: str, problem: str = "") -> HttpResponse:
    version = library().in_force(role)
    purpose = version.purposes[REGISTRATION]
    items = tuple(Taken(item_name(version.items[use.item]), use.why) for use in purpose.items.values() if use.collected)
    page = PolicyStep(role, version, purpose, version.clauses[purpose.clause], items, _token(request), problem)
    return render(request, "accounts/register_policy.html", {"page": page}, status=400 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, role: str) -> HttpResponse:
    """Step 2."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not _registering(request, role):
        return HttpResponseRedirect(reverse("accounts:register", args=[role]))
    if actor.person is not None:
        verdict = current().ask(Act.CAPTURE, actor.person, "phone_number")
        if not verdict.allowed:
            raise current().refuse(verdict)
    typed, name = request.POST.get("number", "")[:80], request.POST.get("name", "")[:80]
    if request.method != "POST":
        return render(request, "accounts/register_number.html", {"page": NumberStep(role, "", "")})
    try:
        actions.send_registration_code(actor=actor, role=role, typed=typed, address=address_of(request), name=name)
    except (MalformedNumber, UnableToContinue) as problem:
        page = NumberStep(role, typed, name, str(problem))
        return render(request, "accounts/register_number.html", {"page": page}, status=400)
    return HttpResponseRedirect(reverse("accounts:register_code", args=[role]))


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, role: str) -> HttpResponse:
    """Step 3."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    pending = PendingNumber.objects.filter(person=actor.person).first()
    if not _registering(request, role) or pending is None:
        return HttpResponseRedirect(reverse("accounts:register_number", args=[role]))
    shown = masked(pending.phone_number)
    if request.method != "POST":
        return render(request, "accounts/register_code.html", {"page": CodeStep(role, shown)})
    invitation = request.session.get("invitation")
    try:
        proven = actions.prove_registration(
            actor=actor,
            role=role,
            typed=request.POST.get("code", ""),
            invitation=UUID(invitation) if invitation else None,
        )
    except UnableToContinue as problem:
        return render(request, "accounts/register_code.html", {"page": CodeStep(role, shown, str(problem))}, status=400)
    if proven.held_before:
        request.session["carry"] = str(proven.person)
        return HttpResponseRedirect(reverse("accounts:carry", args=[role]))
    enter(request, actions.LoggedIn(proven.person, role, proven.desk))
    return go_on(request, role)


def _registering(request: HttpRequest, role: str) -> bool:
    session = request.session
    return session.get("stage") == "provisional" and session.get("role") == role


@require_safe
def carry(request: HttpRequest, role: str) -> HttpResponse:
    """The number was held already and its code proven a moment ago: log in instead, under ``rights``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held = request.session.pop("carry", None)
    if held is None or actor.person is None or not _registering(request, role):
        return HttpResponseRedirect(reverse("accounts:login", args=[role]))
    if role != "staff" and actions.may_be_reissued(UUID(held)):
        actions.drop_person(actor.person)
        request.session.flush()
        return in_doubt(UUID(held), role)
    who = actions.carry_over(provisional=actor.person, held=UUID(held))
    enter(request, who)
    return go_on(request, who.role)
