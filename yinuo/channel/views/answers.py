"""What every view of the room needs: who asks, and one answer for missing and forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from yinuo.channel.access import PURPOSE, NotHere
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def missing_is_404(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotHere:
            raise Http404 from None

    return answer


def json(body: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def notice_of(role: str) -> str:
    """The hash of the clause that a page shows before it asks."""
    version = library().in_force(role)
    return version.clauses[version.purposes[PURPOSE].clause].hash


def whole(text: str | None) -> int | None:
    """A whole number out of a form, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
