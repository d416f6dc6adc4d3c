"""我的: the menu paths that the policy names, up to the privacy pages."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.accounts.access import account_of
from yinuo.accounts.frames import BASES
from yinuo.accounts.numbers import masked
from yinuo.promise.gate import Actor
from yinuo.promise.vault import reveal


@dataclass(frozen=True)
class Me:
    role: str
    base: str
    number: str


def _page(request: HttpRequest, number: bool = False) -> Me:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    account = account_of(actor.person) if number and actor.person else None
    held = reveal(account, "phone_number") if account else None
    return Me(actor.role, BASES[actor.role], masked(str(held)) if held else "")


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """我的"""
    return render(request, "accounts/me.html", {"page": _page(request, number=True)})


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """我的→设置"""
    return render(request, "accounts/settings.html", {"page": _page(request)})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """我的→设置→账户信息"""
    return render(request, "accounts/account.html", {"page": _page(request, number=True)})


@require_safe
def privacy_settings(request: HttpRequest) -> HttpResponse:
    """我的→设置→隐私设置"""
    return render(request, "accounts/privacy_settings.html", {"page": _page(request)})
