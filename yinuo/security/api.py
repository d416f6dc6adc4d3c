"""What the security desk and the rights may ask: ids, frozen dataclasses, and visits in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.promise.vault import Closed, reveal
from yinuo.security.models import Visit
from yinuo.security.visit_words import done_words, ended, page_words, visit_in_words

__all__ = ["SeenVisit", "done_words", "ended", "latest_visits", "page_words", "visit_in_words"]


@dataclass(frozen=True)
class SeenVisit:
    """``address`` is empty where the gate keeps it closed."""

    person: UUID
    at: datetime
    address: str
    method: str
    page: str
    status: int


def latest_visits(count: int = 100) -> list[SeenVisit]:
    """The newest first."""
    return [_seen(visit) for visit in Visit.objects.order_by("-at")[:count]]


def _seen(visit: Visit) -> SeenVisit:
    address, log = reveal(visit, "ip_address"), reveal(visit, "service_log")
    if isinstance(address, Closed) or isinstance(log, Closed):
        return SeenVisit(visit.person_id, visit.at, "", "", "", 0)
    return SeenVisit(visit.person_id, visit.at, address, log["method"], log["page"], log["status"])
