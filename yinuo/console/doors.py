"""The exception's door: it opens what a case names, and nothing else."""

from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yinuo.promise.exceptions import UnableToOpenException, read_under
from yinuo.promise.gate import Actor, Refused
from yinuo.promise.gate.web import Door, HasDoor, View, refusal_page, turned_away

OFFICER = Door("exceptions", frozenset({"staff"}), frozenset({"privacy_officer"}))


def case_door(view: View) -> View:
    """Put a view behind the case that its URL names; the view runs under the case's own purpose."""

    @wraps(view)
    def enter(request: HttpRequest, case: UUID, **kwargs: Any) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not OFFICER.admits(actor):
            return turned_away(request, actor)
        try:
            with read_under(actor=actor, case=case, door=f"{request.method} console:case") as context:
                response = view(request, case=case, **kwargs)
                if context.refusal is not None:
                    raise Refused(context.refusal)
                return response
        except Refused as refused:
            return refusal_page(request, refused.verdict)
        except UnableToOpenException as problem:
            return render(request, "console/case_closed.html", {"problem": problem.sentence}, status=403)

    cast(HasDoor, enter).door = OFFICER
    return enter
