"""Doors of the pages: every URL opens its purpose once, at the outermost place (house law 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse

from yinuo.promise.gate.context import open_purpose
from yinuo.promise.gate.reasons import UNNAMED
from yinuo.promise.gate.verdict import Actor, Refused, Verdict
from yinuo.promise.policy import library

View = Callable[..., HttpResponse]
VISITOR = Actor(None, "visitor")


@dataclass(frozen=True)
class Door:
    """What a URL is for and who may enter. No ``roles`` means everybody, visitors too."""

    purpose: str | None
    roles: frozenset[str]
    desks: frozenset[str]

    def admits(self, actor: Actor) -> bool:
        if self.roles and actor.role not in self.roles:
            return False
        return not self.desks or actor.desk in self.desks


class HasDoor(Protocol):
    door: Door


def door(
    purpose: str | None, *, roles: set[str] | None = None, desks: set[str] | None = None
) -> Callable[[View], View]:
    """Put a view behind a door: ``path("inbox/", door("consultations", roles={"doctor"})(views.inbox))``.

    ``purpose=None`` is for what touches nothing personal. Who may not enter gets the log-in page (a visitor) or the
    same answer as for a page that does not exist. A refusal, even one that a template swallowed, becomes the refusal
    page with its clause.
    """
    what = Door(purpose, frozenset(roles or ()), frozenset(desks or ()))

    def wrap(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor = getattr(request, "actor", VISITOR)
            if not what.admits(actor):
                return turned_away(request, actor)
            name = f"{request.method} {getattr(request.resolver_match, 'view_name', view.__name__)}"
            try:
                with open_purpose(what.purpose, actor=actor, door=name) as context:
                    response = _rendered(view(request, *args, **kwargs))
                    if context.refusal is not None:
                        raise Refused(context.refusal)
                    return response
            except Refused as refused:
                return refusal_page(request, refused.verdict)

        cast(HasDoor, enter).door = what
        return enter

    return wrap


def _rendered(response: HttpResponse) -> HttpResponse:
    """Render lazy templates while the door is open."""
    if isinstance(response, TemplateResponse):
        return cast(HttpResponse, response.render())
    return response


def turned_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.role == "visitor":
        query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{query}" if query else settings.LOGIN_URL)
    raise Http404


def refusal_page(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """403 with the reason as a sentence and the clause quoted; JSON for a script that asked for it."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return _refusal_json(verdict)
    version = library().find(verdict.role, verdict.version) if verdict.version else None
    clause = version.clauses.get(verdict.clause) if version else None
    context = {
        "sentence": verdict.sentence,
        "clause": clause,
        "version": verdict.version,
        "policy_url": reverse("policy:version", args=[verdict.role, verdict.version]) if version else "",
        "verdict": verdict,
        "unnamed": verdict.reason in UNNAMED,
    }
    return HttpResponse(render_to_string("web/refusal.html", context, request=request), status=403)


def _refusal_json(verdict: Verdict) -> HttpResponse:
    body = {"error": str(verdict.reason), "sentence": verdict.sentence, "clause": verdict.clause}
    return JsonResponse(body, status=403, json_dumps_params={"ensure_ascii": False})


class DoorMiddleware:
    """Default deny: a view without a door is not served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not isinstance(getattr(view, "door", None), Door):
            raise Http404(f"{view} has no door")
