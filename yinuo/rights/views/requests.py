"""Clauses 5.8 and 8: the person's own inbox."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.accounts.api import BASES
from yinuo.promise.gate import Actor
from yinuo.rights import actions
from yinuo.rights.access import NotHere
from yinuo.rights.pages import requests as pages
from yinuo.rights.problems import UnableToAsk


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """我的→联系、请求和投诉"""
    actor = _actor(request)
    return render(request, "rights/requests.html", {"page": pages.inbox(actor, BASES[actor.role])})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """File one. What was typed stays when it can't be taken."""
    actor, given = _actor(request), request.POST or request.GET
    kind, item, text, problem = given.get("kind", ""), given.get("item", "")[:64], given.get("text", ""), ""
    if request.method == "POST":
        try:
            made = actions.ask(actor=actor, kind=kind, item=item, text=text)
            return HttpResponseRedirect(reverse("rights:request", args=[made.pk]))
        except UnableToAsk as unable:
            problem = unable.sentence
    item = item if actions.is_item(actor, item) else ""
    page = pages.ask_page(actor, BASES[actor.role], kind=kind, item=item, text=text, problem=problem)
    return render(request, "rights/ask.html", {"page": page}, status=400 if problem else 200)


@require_safe
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _one(request, request_id)


def _one(request: HttpRequest, request_id: UUID, text: str = "", problem: str = "") -> HttpResponse:
    actor = _actor(request)
    try:
        page = pages.own_request(actor, BASES[actor.role], request_id, text=text, problem=problem)
    except NotHere:
        raise Http404 from None
    return render(request, "rights/request.html", {"page": page}, status=400 if problem else 200)


@require_POST
def add(request: HttpRequest, request_id: UUID) -> HttpResponse:
    text = request.POST.get("text", "")
    return _done(
        request, request_id, lambda: actions.add_words(actor=_actor(request), request=request_id, text=text), text
    )


@require_POST
def take_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _done(request, request_id, lambda: actions.take_back(actor=_actor(request), request=request_id))


def _done(request: HttpRequest, request_id: UUID, act: Callable[[], None], text: str = "") -> HttpResponse:
    try:
        act()
    except NotHere:
        raise Http404 from None
    except UnableToAsk as unable:
        return _one(request, request_id, text, unable.sentence)
    return HttpResponseRedirect(reverse("rights:request", args=[request_id]))
