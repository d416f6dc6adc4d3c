"""Clause 5.1: what is held about me, who touched it, and the files themselves."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.accounts.api import BASES
from yinuo.media.serve import serve
from yinuo.promise.gate import Actor
from yinuo.rights import access
from yinuo.rights.pages import information as pages
from yinuo.rights.pages.certification import certification_page
from yinuo.rights.pages.seen import seen_page


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """我的→个人信息"""
    actor = _actor(request)
    return render(request, "rights/information.html", {"page": pages.information(actor, BASES[actor.role])})


@require_safe
def item(request: HttpRequest, item: str) -> HttpResponse:
    """One item; what is not held is not there."""
    actor = _actor(request)
    try:
        page = pages.item_page(actor, BASES[actor.role], item, before=_row(request.GET.get("before", "")))
    except pages.NothingHeld:
        raise Http404 from None
    return render(request, "rights/item.html", {"page": page})


@require_safe
def file(request: HttpRequest, media_id: UUID) -> HttpResponse:
    """A picture or a recording that is about the person who looks."""
    if not access.is_about(_actor(request), media_id):
        raise Http404
    return serve(request, media_id, thumbnail="small" in request.GET)


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """谁看过我的信息"""
    actor = _actor(request)
    page = seen_page(actor, BASES[actor.role], until=_day(request.GET.get("until", "")))
    return render(request, "rights/seen.html", {"page": page})


@require_safe
def certification(request: HttpRequest) -> HttpResponse:
    """我的认证→实名认证"""
    return render(request, "rights/certification.html", {"page": certification_page(_actor(request))})


def _row(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
