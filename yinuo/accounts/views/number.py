"""Changing the number, and what happens when a number may be somebody else's by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.accounts import actions
from yinuo.accounts.access import account_of
from yinuo.accounts.doubt import doubted
from yinuo.accounts.entering import address_of
from yinuo.accounts.frames import BASES
from yinuo.accounts.numbers import MalformedNumber, masked
from yinuo.accounts.problems import NoCode, UnableToContinue
from yinuo.promise.gate import Actor
from yinuo.promise.policy.contacts import Contacts, contacts

OLD, NEW = "accounts.number", "accounts.number.new"
# How long the proof of the old number counts.
PROVEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class NumberPage:
    """``step`` is begin, old, new or finish; ``number`` is masked."""

    base: str
    step: str
    number: str
    contacts: Contacts
    challenge: str = ""
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Whose:
    """``doubt`` is the signed proof of the number."""

    role: str
    doubt: str
    contacts: Contacts


def _page(request: HttpRequest, step: str, **more: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    account = account_of(actor.who)
    number = masked(str(account.phone_number)) if account is not None and account.phone_number else ""
    page = NumberPage(BASES[actor.role], step, number, contacts(), **more)
    return render(request, "accounts/number.html", {"page": page}, status=400 if page.problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """我的→设置→账户信息→更换手机号: a code to the number that the account has now."""
    if request.method != "POST":
        return _page(request, "begin")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        challenge = actions.send_old_code(actor=actor, address=address_of(request))
    except UnableToContinue as problem:
        return _page(request, "begin", problem=problem.sentence)
    signed = signing.dumps(str(challenge), salt=OLD)
    return HttpResponseRedirect(f"{reverse('accounts:number_old')}?c={signed}")


@require_http_methods(["GET", "HEAD", "POST"])
def old(request: HttpRequest) -> HttpResponse:
    """The old number's code."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    signed = request.POST.get("c") or request.GET.get("c") or ""
    if request.method != "POST":
        return _page(request, "old", challenge=signed)
    try:
        actions.prove_old(actor=actor, challenge=_challenge(signed, OLD), typed=request.POST.get("code", ""))
    except UnableToContinue as problem:
        return _page(request, "old", challenge=signed, problem=problem.sentence)
    request.session["number_proven"] = timezone.now().isoformat()
    return HttpResponseRedirect(reverse("accounts:number_new"))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The new number; only within minutes of the old one's proof."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not _proven(request):
        return HttpResponseRedirect(reverse("accounts:number"))
    if request.method != "POST":
        return _page(request, "new")
    typed = request.POST.get("number", "")[:80]
    try:
        challenge = actions.send_new_code(actor=actor, typed=typed, address=address_of(request))
    except (MalformedNumber, UnableToContinue) as problem:
        return _page(request, "new", typed=typed, problem=str(problem))
    return HttpResponseRedirect(f"{reverse('accounts:number_finish')}?c={sealed_challenge(challenge)}")


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """The new number's code; then the number is changed and every other log-in ends."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not _proven(request):
        return HttpResponseRedirect(reverse("accounts:number"))
    signed = request.POST.get("c") or request.GET.get("c") or ""
    if request.method != "POST":
        return _page(request, "finish", challenge=signed)
    key, typed = str(request.session.session_key), request.POST.get("code", "")
    try:
        actions.change_number(actor=actor, challenge=new_challenge(signed), typed=typed, session_key=key)
    except UnableToContinue as problem:
        return _page(request, "finish", challenge=signed, problem=problem.sentence)
    del request.session["number_proven"]
    return HttpResponseRedirect(f"{reverse('accounts:account')}?changed")


def _proven(request: HttpRequest) -> bool:
    said = str(request.session.get("number_proven") or "")
    return bool(said) and timezone.now() - datetime.fromisoformat(said) < PROVEN_FOR


def sealed_challenge(challenge: UUID) -> str:
    """The challenge of a new number as an address carries it; it logs nobody in."""
    return signing.dumps(str(challenge), salt=NEW)


def new_challenge(signed: str) -> UUID:
    return _challenge(signed, NEW)


def _challenge(signed: str, salt: str) -> UUID:
    try:
        return UUID(signing.loads(signed, salt=salt))
    except (signing.BadSignature, ValueError):
        raise NoCode from None


@require_safe
def whose(request: HttpRequest, role: str) -> HttpResponse:
    """After a long silence a code alone opens nothing: is this account yours?"""
    signed = request.GET.get("d", "")
    if doubted(signed) is None:
        return HttpResponseRedirect(reverse("accounts:login", args=[role]))
    return render(request, "accounts/whose.html", {"page": Whose(role, signed, contacts())})


@require_POST
def not_mine(request: HttpRequest, role: str) -> HttpResponse:
    """The number was issued anew: the old account lets go of it, and registering is open."""
    person = doubted(request.POST.get("d", ""))
    if person is None:
        return HttpResponseRedirect(reverse("accounts:login", args=[role]))
    try:
        actions.free_number(person)
    except UnableToContinue:
        return HttpResponseRedirect(reverse("accounts:login", args=[role]))
    return HttpResponseRedirect(f"{reverse('accounts:register', args=[role])}?freed")
