"""Appending to the journal: a chain per thread and day, one statement a record.

The head is read and extended inside the database (``promise_journal_append``), so that no process has to remember
it: after a crash, a rollback or an unknown commit the chain goes on from what was really written.
"""

import json
import os
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from yinuo.promise.columns import uuid7
from yinuo.promise.journal.record import Doer, Entry, body_of, whose_of

_chain = threading.local()


def write_record(*, purpose: str, door: str, doer: Doer, entries: Iterable[Entry], case: UUID | None = None) -> None:
    """Append one record; raises when the database does not take it: an unreachable ledger means no."""
    at = datetime.now(UTC)
    append(body_of(at=at, purpose=purpose, door=door, doer=doer, entries=entries, case=case), at.date())


def append(body: str, day: date) -> None:
    """Append a ready body to this thread's chain of the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select promise_journal_append(%s::date, %s::uuid, %s::text, %s::jsonb)",
            [day, chain_of(day), body, json.dumps(whose_of(body))],
        )


def chain_of(day: date) -> UUID:
    """This thread's chain of the day. A forked process or a new day begins another one."""
    owner = (os.getpid(), day)
    if getattr(_chain, "owner", None) != owner:
        _chain.owner, _chain.id = owner, uuid7()
    chain: UUID = _chain.id
    return chain
