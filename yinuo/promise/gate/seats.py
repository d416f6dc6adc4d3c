"""Reading seats and the versions in force, fresh, in one query."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from yinuo.promise.gate.seat import Seat

SEATS = """
select person, role, confirmed, grants, withdrawn, keys, epoch,
       (select number from promise_in_force f where f.role = s.role)
from promise_seat s where person = any(%s::uuid[])
"""


def read_seats(persons: Iterable[UUID]) -> dict[UUID, tuple[Seat, str | None]]:
    """The seats of these persons with the number in force for each one's role; unknown persons are left out."""
    ids = "{" + ",".join(str(person) for person in persons) + "}"
    with connection.cursor() as cursor:
        cursor.execute(SEATS, [ids])
        rows = cursor.fetchall()
    return {row[0]: (_seat(row), row[7]) for row in rows}


def _seat(row: tuple[object, ...]) -> Seat:
    person, role, confirmed, grants, withdrawn, keys, epoch = row[:7]
    return Seat(person, role, _json(confirmed), _json(grants), withdrawn, _json(keys), epoch)  # type: ignore[arg-type]


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value
