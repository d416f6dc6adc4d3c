"""Versions that somebody has not confirmed: which ask, which only tell, which may be shown now (clause 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from yinuo.promise.bindings import measure
from yinuo.promise.consent.ledger import QUIET, Standing
from yinuo.promise.models import ConsentEvent
from yinuo.promise.policy import library
from yinuo.promise.policy.duties import Duties, duties
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.overlays import overlays_of


@dataclass(frozen=True)
class Pending:
    """A policy's version in force that is not the one confirmed. ``before`` is that one, None when nothing of this
    policy was confirmed yet; then everything in it asks."""

    version: Version
    before: Version | None
    owed: Duties | None

    @property
    def asks(self) -> bool:
        """Is anything wider than what was confirmed? If not, people are told and keep what they have."""
        return self.owed is None or self.owed.ask

    @property
    def name(self) -> str:
        """How a session remembers it."""
        return f"{self.version.role} {self.version.number}"


@measure("version.confirm_first")
def pending(now: Standing) -> tuple[Pending, ...]:
    """The role's own policy first, then those of special services (row 0.1)."""
    policies = library()
    numbers = policies.in_force_numbers()
    own = policies.find(now.role, numbers[now.role]) if now.role in numbers else None
    mine = (own, *overlays_of(now.role, numbers, policies.find))
    return tuple(_pending(one, now) for one in mine if one and now.confirmed.get(one.role) != one.number)


def _pending(version: Version, now: Standing) -> Pending:
    before = library().find(version.role, now.confirmed.get(version.role, ""))
    return Pending(version, before, duties(before, version) if before is not None else None)


def to_show(person: UUID, waiting: Iterable[Pending], at: datetime | None = None) -> tuple[Pending, ...]:
    """Those that a page may put before the person now: not within 30 days of a "not now" (NDSR 22), and what only
    tells not a second time."""
    waiting = tuple(waiting)
    if not waiting:
        return ()
    since = (at or datetime.now(UTC)) - QUIET
    named = Q()
    for one in waiting:
        named |= Q(policy=one.version.role, version=one.version.number)
    said = ConsentEvent.objects.filter(named, person=person).filter(
        Q(kind=ConsentEvent.Kind.TOLD) | Q(kind=ConsentEvent.Kind.POSTPONED, at__gt=since)
    )
    quiet = {f"{policy} {version}" for policy, version in said.values_list("policy", "version")}
    return tuple(one for one in waiting if one.name not in quiet)
