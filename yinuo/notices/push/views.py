"""Pages and answers of clause 1.10: the switch, the choices, taking a device on, and where a tap leads."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.notices import actions
from yinuo.notices.kinds import KINDS
from yinuo.notices.problems import MalformedEndpoint, UnableToChoose, UnableToPush
from yinuo.notices.push import vapid
from yinuo.notices.push.page import place_of, push_page
from yinuo.notices.push.services import Endpoint, read_token, read_web
from yinuo.promise.gate import Actor
from yinuo.realtime.api import session_hash

LONGEST = 8192


def _who(request: HttpRequest) -> tuple[Actor, str]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, session_hash(str(request.session.session_key))


@require_http_methods(["GET", "HEAD", "POST"])
def push(request: HttpRequest) -> HttpResponse:
    """我的→设置→消息通知"""
    actor, session = _who(request)
    problem = ""
    if request.method == "POST":
        try:
            since, until = request.POST.get("since", ""), request.POST.get("until", "")
            actions.choose(actor=actor, wanted=request.POST.getlist("kind"), since=since, until=until)
            return HttpResponseRedirect(reverse("notices:push"))
        except UnableToChoose as no:
            problem = no.sentence
    page = push_page(actor, session, problem=problem)
    return render(request, "notices/push.html", {"page": page}, status=400 if problem else 200)


@require_http_methods(["GET", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Take this log-in's device on. A worker that has to subscribe anew asks for the key first."""
    actor, session = _who(request)
    if request.method == "GET":
        return JsonResponse({"key": vapid.public_key(), "csrf": get_token(request)})
    try:
        actions.keep_device(
            actor=actor, session=session, endpoint=_read(actor.role, request), language=get_language() or "zh-hans"
        )
    except UnableToPush as no:
        answer = {"error": no.code, "sentence": no.sentence}
        return JsonResponse(answer, status=400, json_dumps_params={"ensure_ascii": False})
    return JsonResponse({}, status=201)


def _read(role: str, request: HttpRequest) -> Endpoint:
    try:
        said: Any = json.loads(request.body) if len(request.body) <= LONGEST else None
        if isinstance(said, dict) and "token" in said:
            return read_token(role, str(said.get("service", "")), str(said["token"]))
        keys = said["keys"]
        given = str(said["endpoint"]), str(keys["p256dh"]), str(keys["auth"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise MalformedEndpoint from None
    return read_web(role, *given, mark=vapid.mark())


@require_POST
def forget_device(request: HttpRequest) -> HttpResponse:
    """This device only."""
    actor, session = _who(request)
    actions.forget_device(actor=actor, session=session)
    return HttpResponseRedirect(reverse("notices:push"))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """The one switch, off."""
    actor, _ = _who(request)
    actions.stop_pushes(actor=actor)
    return HttpResponseRedirect(reverse("notices:push"))


@require_safe
def opened(request: HttpRequest, kind: str) -> HttpResponse:
    """Where a tap on a notification leads, after the log-in if need be."""
    actor, _ = _who(request)
    if kind not in KINDS:
        raise Http404
    return HttpResponseRedirect(place_of(actor, KINDS[kind]))
