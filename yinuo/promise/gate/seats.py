"""Reading seats and the versions in force, fresh, in one query: the pages' adapter of the gate."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from yinuo.promise.gate.policies import Policies
from yinuo.promise.gate.seat import Seat
from yinuo.promise.policy import library

SEATS = """
select person, role, confirmed, grants, withdrawn, keys, epoch,
       (select jsonb_object_agg(f.role, f.number) from promise_in_force f)
from promise_seat where person = any(%s::uuid[])
"""


def read_policies(persons: Iterable[UUID]) -> dict[UUID, Policies]:
    """The seats of these persons, each with the versions by which it is judged; unknown persons are left out."""
    ids = "{" + ",".join(str(person) for person in persons) + "}"
    with connection.cursor() as cursor:
        cursor.execute(SEATS, [ids])
        rows = cursor.fetchall()
    return {row[0]: Policies(_seat(row), _json(row[7]) or {}, library().find) for row in rows}  # type: ignore[arg-type]


def _seat(row: tuple[object, ...]) -> Seat:
    person, role, confirmed, grants, withdrawn, keys, epoch = row[:7]
    return Seat(person, role, _json(confirmed), _json(grants), withdrawn, _json(keys), epoch)  # type: ignore[arg-type]


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value
