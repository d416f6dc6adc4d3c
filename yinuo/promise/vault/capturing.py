"""The capture block: the withdrawal protocol on the pages' side (house law 6)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

from yinuo.promise.gate.context import NoPurpose, PurposeContext, current
from yinuo.promise.gate.locks import POLICY_KEY, sorted_keys
from yinuo.promise.gate.verdict import Act, Verdict
from yinuo.promise.policy.model import Source


class Capture:
    """Shared locks are held on these persons, and their seats were read after that."""

    def __init__(self, context: PurposeContext, persons: frozenset[UUID], through: str | None, source: Source) -> None:
        self.context = context
        self.persons = persons
        self.through = through
        self.source = source

    def require(self, person: UUID) -> None:
        if person not in self.persons:
            raise NoPurpose("a capture touches a person whom its block did not name")

    def ask(self, by: UUID, item: str) -> Verdict:
        """May ``by`` capture this item, now? Asked of the seat that was read under the lock."""
        self.require(by)
        return self.context.ask(Act.CAPTURE, by, item, through=self.through, source=self.source)


_capture: ContextVar[Capture | None] = ContextVar("capture", default=None)


def open_capture() -> Capture:
    """The innermost block; raises outside of one."""
    capture = _capture.get()
    if capture is None:
        raise NoPurpose("a personal value is saved outside `capturing`")
    return capture


@contextmanager
def capturing(
    *,
    by: Iterable[UUID],
    about: Iterable[UUID] = (),
    through: str | None = None,
    source: Source = Source.GIVEN,
) -> Iterator[Capture]:
    """One transaction in which values may be sealed.

    Takes shared locks on the policy and on every person in sorted order, reads the seats in a new statement, and
    journals what was captured inside the same transaction. ``through`` is the device permission that captured.
    Raises ``Refused`` from the save of a value that the gate closes; nothing is kept then.
    """
    context = current()
    persons = frozenset(by) | frozenset(about)
    with transaction.atomic():
        context.journal()
        _lock_shared(persons)
        context.refresh(persons)
        capture = Capture(context, persons, through, source)
        token = _capture.set(capture)
        try:
            yield capture
        finally:
            _capture.reset(token)
        context.journal()


def _lock_shared(persons: Iterable[UUID]) -> None:
    keys = [POLICY_KEY, *sorted_keys(persons)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock_shared(k) from unnest(%s::bigint[]) with ordinality as t(k, n) order by n",
            [keys],
        )
