"""What the security desk may ask: ids and frozen dataclasses."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.promise.vault import Closed, reveal
from yinuo.security.models import Visit


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
