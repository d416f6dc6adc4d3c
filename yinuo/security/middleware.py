"""Service logs of 1.12.2a, written by a door of their own after the request's door has closed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yinuo.promise.bindings import bind_door
from yinuo.promise.gate import Act, Actor, Refused, Source, open_purpose
from yinuo.promise.vault import capturing
from yinuo.security.models import Visit

PURPOSE = "security.logs"
DOOR = "service log"
bind_door("middleware", DOOR, PURPOSE, {"doctor", "patient", "staff"})


class VisitMiddleware:
    """Takes down time, address, the name of the page and its status: no query, no body, nothing of a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.person is not None and actor.role != "visitor":
            take_down(actor, request, response.status_code)
        return response


def take_down(actor: Actor, request: HttpRequest, status: int) -> None:
    """One visit, when the gate allows it; after a withdrawal nothing more is taken down."""
    page = request.resolver_match.view_name if request.resolver_match else "-"
    log = {"method": request.method, "page": page, "status": status}
    with open_purpose(PURPOSE, actor=actor, door=DOOR) as context:
        if not context.ask(Act.CAPTURE, actor.who, "ip_address", source=Source.AUTOMATIC).allowed:
            return
        try:
            with capturing(by=[actor.who], source=Source.AUTOMATIC):
                address = str(request.META.get("REMOTE_ADDR", ""))
                Visit.objects.create(person_id=actor.who, ip_address=address, service_log=log)
        except Refused:
            return
