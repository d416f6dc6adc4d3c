"""The privacy pages of clause 5.4: see, grant, refuse, withdraw, come back."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yinuo.accounts.entering import go_on
from yinuo.accounts.frames import BASES
from yinuo.accounts.permissions import DeviceRow, FunctionRow, devices, functions
from yinuo.promise.consent import Standing, UnableToRecordConsent, come_back, standing, withdraw_all
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.diff import Difference, diff
from yinuo.promise.policy.model import Version


@dataclass(frozen=True)
class PrivacyPage:
    base: str
    role: str
    version: Version
    confirmed: str
    withdrawn: bool
    functions: tuple[FunctionRow, ...] = ()
    devices: tuple[DeviceRow, ...] = ()


@dataclass(frozen=True)
class VersionPage:
    """The version to come back to and what differs from the one confirmed last, if one was."""

    base: str
    role: str
    version: Version
    before: str
    differences: tuple[Difference, ...]
    next: str
    problem: str = ""


def _actor(request: HttpRequest) -> tuple[Actor, UUID]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None:
        raise LookupError("a door with roles lets no visitor in")
    return actor, actor.person


def _now(request: HttpRequest) -> tuple[Actor, Standing, Version]:
    actor, person = _actor(request)
    now = standing(person)
    return actor, now, library().in_force(now.role)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """我的→设置→账户信息→隐私保护提示"""
    actor, now, version = _now(request)
    page = PrivacyPage(
        BASES[actor.role],
        actor.role,
        version,
        now.confirmed.get(now.role, ""),
        now.withdrawn,
        functions=functions(_actor(request)[1]),
    )
    return render(request, "accounts/privacy/overview.html", {"page": page})


@require_safe
def device_permissions(request: HttpRequest) -> HttpResponse:
    """我的→设置→隐私设置→设备授权"""
    actor, now, version = _now(request)
    confirmed = now.confirmed.get(now.role, "")
    found = devices(_actor(request)[1])
    page = PrivacyPage(BASES[actor.role], actor.role, version, confirmed, now.withdrawn, devices=found)
    return render(request, "accounts/privacy/devices.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_everything(request: HttpRequest) -> HttpResponse:
    """我的→设置→账户信息→隐私保护提示→取消隐私授权"""
    actor, now, version = _now(request)
    if request.method == "POST" and not now.withdrawn:
        withdraw_all(actor=actor)
        return HttpResponseRedirect(reverse("accounts:come_back"))
    page = PrivacyPage(BASES[actor.role], actor.role, version, now.confirmed.get(now.role, ""), now.withdrawn)
    return render(request, "accounts/privacy/withdraw.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """After a full withdrawal: one step back."""
    actor, now, version = _now(request)
    if not now.withdrawn:
        return go_on(request, actor.role)
    problem = ""
    if request.method == "POST":
        try:
            come_back(actor=actor, version=request.POST.get("version", ""), shown=request.POST.get("shown", ""))
            return go_on(request, actor.role)
        except UnableToRecordConsent as no:
            problem = no.sentence
    page = _version_page(request, actor, now, version, problem)
    return render(request, "accounts/privacy/come_back.html", {"page": page}, status=400 if problem else 200)


def _version_page(request: HttpRequest, actor: Actor, now: Standing, version: Version, problem: str) -> VersionPage:
    before = library().find(now.role, now.confirmed.get(now.role, ""))
    found = diff(before, version) if before is not None and before.number != version.number else ()
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    number = before.number if before is not None else ""
    return VersionPage(BASES[actor.role], actor.role, version, number, found, wanted, problem)
