"""A line of the service log as the security desk shows it."""

from dataclasses import dataclass
from datetime import datetime

from yinuo.security.api import SeenVisit, done_words, ended, page_words


@dataclass(frozen=True)
class VisitRow:
    """``address`` and what follows are empty where the gate keeps the visit closed."""

    at: datetime
    address: str
    what: str
    page: str
    ended: str
    status: int

    @property
    def bad(self) -> bool:
        return self.status >= 400


def row(visit: SeenVisit) -> VisitRow:
    page = page_words(visit.page)
    return VisitRow(visit.at, visit.address, done_words(visit.method), page, ended(visit.status), visit.status)
