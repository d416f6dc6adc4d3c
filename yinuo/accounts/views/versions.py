"""Clause 7: a new version before anything else; confirm it, not now, or (where it asks nothing) understood."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_POST

from yinuo.accounts.entering import go_on
from yinuo.accounts.frames import BASES
from yinuo.promise import consent
from yinuo.promise.consent import Pending, Standing, UnableToRecordConsent
from yinuo.promise.gate import Actor
from yinuo.promise.policy import words
from yinuo.promise.policy.for_me import ForMe, concern_of, for_me
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.words import item_name
from yinuo.promise.vault.holdings import held_items


@dataclass(frozen=True)
class NewVersion:
    """One version to confirm or to take note of. ``mine`` is empty for a service policy shown for the first time;
    ``anew`` names the separate consents that will be asked once more; ``letters`` the material changes."""

    base: str
    version: Version
    before: str
    asks: bool
    mine: ForMe
    letters: tuple[Promise, ...]
    anew: tuple[str, ...]
    service: str
    next: str
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: HttpRequest) -> HttpResponse:
    """What changed for this person, marked; nothing of it before they confirm."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        return _confirmed(request, actor)
    return _shown(request, actor)


def _confirmed(request: HttpRequest, actor: Actor) -> HttpResponse:
    given = {name: request.POST.get(name, "")[:80] for name in ("version", "shown", "policy")}
    try:
        consent.confirm(actor=actor, **given)
    except UnableToRecordConsent as no:
        return _shown(request, actor, no.sentence)
    return go_on(request, actor.role)


def _shown(request: HttpRequest, actor: Actor, problem: str = "") -> HttpResponse:
    now = consent.standing(actor.who)
    waiting = consent.pending(now)
    wanted = request.POST.get("policy") or request.GET.get("policy")
    one = next((each for each in waiting if each.version.role == wanted), waiting[0] if waiting else None)
    if one is None or now.withdrawn:
        return go_on(request, actor.role)
    page = _page(request, actor, now, one, problem)
    return render(request, "accounts/privacy/new_version.html", {"page": page}, status=400 if problem else 200)


@require_POST
def postpone(request: HttpRequest) -> HttpResponse:
    """Not now: everything goes on within the version confirmed before; nothing asks again within 30 days."""
    return _said(request, consent.postpone)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Understood: the version asks nothing, so there is nothing to confirm."""
    return _said(request, consent.acknowledge)


def _said(request: HttpRequest, act: Callable[..., None]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    given = {name: request.POST.get(name, "")[:80] for name in ("policy", "version")}
    try:
        act(actor=actor, **given)
    except UnableToRecordConsent:
        return HttpResponseRedirect(reverse("accounts:new_version"))
    return go_on(request, actor.role)


def _page(request: HttpRequest, actor: Actor, now: Standing, one: Pending, problem: str) -> NewVersion:
    owed, version = one.owed, one.version
    mine = for_me(owed, concern_of(now.grants, held_items(actor.who))) if owed else ForMe((), (), ())
    anew = sorted(consent.to_ask_anew(now.role, now.confirmed, version))
    return NewVersion(
        base=BASES[actor.role],
        version=version,
        before=one.before.number if one.before else "",
        asks=one.asks,
        mine=mine,
        letters=tuple(words.MATERIAL[letter] for letter in sorted(owed.letters)) if owed else (),
        anew=tuple(item_name(version.items[item]) for purpose, item in anew if now.granted(purpose, item)),
        service="；".join(purpose.does for purpose in version.purposes.values()) if version.overlay_of else "",
        next=request.POST.get("next") or request.GET.get("next") or "",
        problem=problem,
    )
