"""What may not be held any more: the term of a class, and what a withdrawal ends. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from yinuo.promise.gate.seat import Seat
from yinuo.promise.policy import built_in
from yinuo.promise.policy.model import After, Basis, Clause, ItemUse, Purpose, Version
from yinuo.promise.retention.clock import due_at

NEVER = datetime.max.replace(tzinfo=UTC)
_START = datetime(2000, 1, 1, tzinfo=UTC)


def term_of(klass: str, in_force: Version | None, confirmed: Version | None) -> str | None:
    """How long a class is kept for a person; None when nobody says so.

    As in the verdict, a shorter term acts at once and a longer one waits for the person, unless it is a law's.
    """
    declared = [version.classes[klass] for version in (in_force, confirmed) if version and klass in version.classes]
    if not declared and klass in built_in.CLASSES:
        return built_in.CLASSES[klass].keep
    if len(declared) < 2 or declared[0].law:
        return declared[0].keep if declared else None
    return min((klass.keep for klass in declared), key=lambda keep: due_at(_START, keep) or NEVER)


def is_over(klass: str, made: datetime, now: datetime, in_force: Version | None, confirmed: Version | None) -> bool:
    """Is the term of a value of this class over?"""
    keep = term_of(klass, in_force, confirmed)
    due = due_at(made, keep) if keep else None
    return due is not None and due <= now


def taken_back(item: str, room: str, seat: Seat, in_force: Version | None, confirmed: Version | None) -> Clause | None:
    """The clause under which a withdrawal deletes this item of the person from a room's tables, or None.

    Asked are the room's own purposes; for tables that belong to no room (files) the purposes that took the item by
    consent, else all. As long as one of them still stands, or keeps the item as a record or frozen, it stays. In a room
    a consent that was never given holds nothing: of the room's consents one was taken back, and none stands.
    """
    if in_force is None:
        return None
    uses = [(purpose.room, purpose.id, use) for purpose, use in _uses(item, in_force)]
    own = [one for one in uses if one[0] == room] or [one for one in uses if one[2].basis is Basis.CONSENT] or uses
    dead = False
    for where, purpose, use in own:
        then = confirmed.use(purpose, item) if confirmed else None
        ended = _is_dead(seat, purpose, use, then)
        dead = dead or ended
        if not (ended or (where == room and _never_said(seat, purpose, use))) or not _ends_in_deletion(use, then):
            return None
    if not dead:
        return None
    return in_force.clauses[in_force.purposes[own[0][1]].clause] if own else None


def _uses(item: str, version: Version) -> Iterator[tuple[Purpose, ItemUse]]:
    for purpose in version.purposes.values():
        use = purpose.items.get(item)
        if purpose.offered and use is not None and use.collected:
            yield purpose, use


def _is_dead(seat: Seat, purpose: str, now: ItemUse, then: ItemUse | None) -> bool:
    by_consent = Basis.CONSENT in (now.basis, then.basis if then else now.basis)
    return seat.withdrawn or (by_consent and seat.word(purpose, now.item) is False)


def _never_said(seat: Seat, purpose: str, use: ItemUse) -> bool:
    return use.basis is Basis.CONSENT and seat.word(purpose, use.item) is None


def _ends_in_deletion(now: ItemUse, then: ItemUse | None) -> bool:
    """A promise to delete stands until the person confirms another one; what is a record now is the law's."""
    promised = then is not None and then.after is After.DELETE and now.after is not After.RECORD
    return now.after is After.DELETE or promised
