"""Who acts, from the session; and a new version of the policy before anything else but the rights themselves."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yinuo.promise.consent import pending, standing, to_show
from yinuo.promise.gate import Actor
from yinuo.promise.gate.web import Door
from yinuo.promise.policy import built_in

VISITOR = Actor(None, "visitor")
FREE = (None, built_in.RIGHTS, built_in.NUMBER)


def actor_of(session: Any) -> Actor:
    """The actor of a session. Until the number is proven a registering person acts as a visitor."""
    person = session.get("person")
    if person is None:
        return VISITOR
    if session.get("stage") != "account":
        return Actor(UUID(person), "visitor")
    return Actor(UUID(person), session["role"], session.get("desk", ""))


class ActorMiddleware:
    """Sets ``request.actor``, and ``request.policy_role``: whose policy was confirmed. Stands below the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request.session)  # type: ignore[attr-defined]
        request.policy_role = request.session.get("role", "visitor")  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        door = getattr(view, "door", None)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.person is None or actor.role == "visitor" or not isinstance(door, Door) or door.purpose in FREE:
            return None
        if request.method != "GET" or not _is_page(request):
            return None
        return _first(request, actor.person)


def _is_page(request: HttpRequest) -> bool:
    """A page in the address bar; fragments, scripts and media are left to the gate.

    What our service worker passes on is a page too, though the browser calls its destination empty then.
    """
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    passed_on = destination == "empty" and request.headers.get("Accept", "").startswith("text/html,")
    return (destination == "document" or passed_on) and "HX-Request" not in request.headers


def _first(request: HttpRequest, person: UUID) -> HttpResponse | None:
    """Clause 7: a new version is shown before anything else. Who does not confirm goes on within the old one.

    What need not be shown is remembered in the session, so that it costs no query on the next page.
    """
    now = standing(person)
    query = {"next": request.get_full_path()}
    if now.withdrawn:
        return HttpResponseRedirect(f"{reverse('accounts:come_back')}?{urlencode(query)}")
    seen = request.session.get("postponed", [])
    waiting = [one for one in pending(now) if one.name not in seen]
    if not waiting:
        return None
    shown = to_show(person, waiting)
    if not shown:
        request.session["postponed"] = [*seen, *(one.name for one in waiting)]
        return None
    query["policy"] = shown[0].version.role
    return HttpResponseRedirect(f"{reverse('accounts:new_version')}?{urlencode(query)}")
