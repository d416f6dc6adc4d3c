"""Holding persons still for upkeep: the withdrawal protocol's locks, taken only where they are free."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from yinuo.promise.gate.locks import person_key


def try_hold(persons: Iterable[UUID]) -> set[UUID]:
    """Take the persons' locks exclusively until the end of the transaction; returns those that were free.

    Nobody captures anything of them meanwhile. It never waits, so it can't stand in a circle; who is busy is left
    for the next run.
    """
    by_key = {person_key(person): person for person in set(persons)}
    with connection.cursor() as cursor:
        cursor.execute("select k from unnest(%s::bigint[]) as k where pg_try_advisory_xact_lock(k)", [sorted(by_key)])
        return {by_key[row[0]] for row in cursor.fetchall()}
