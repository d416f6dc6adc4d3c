"""A person's own part of the journal: who touched what of it, when and why; repeated touches of a day are one line."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from yinuo.promise.gate.context import current
from yinuo.promise.sealing.ring import pseudonym

LONGEST = 400
# Reading a record costs a tenth of a millisecond: a page reads no more than these, but for a single day.
MOST = 2000
_HOW_MANY = """
select count(*) from (select 1 from promise_journal
where day between %(since)s::date - 1 and %(until)s::date + 1 and whose @> %(whose)s::jsonb limit %(most)s) found
"""
# Records are canonical JSON: "at" stands near the beginning, and an item in its quotes. So the newest of one item are
# found by their text, and only those are taken apart.
_NEWEST = """
  and position(%(quoted)s in body) > 0
order by day desc, substr(body, position('"at":"' in body) + 6, 32) desc limit %(records)s
"""
# A batch of the gateway's lists names and answers once, and its entries are numbers of them (`realtime/records.py`).
_TOUCHES = """
select j.day, t.role, coalesce(j.b->>'desk', ''), t.by = %(name)s, j.b->>'purpose', t.said->>'act',
       t.said->>'reason', coalesce(j.b->>'case', ''), array_agg(distinct i.item), count(distinct (j.chain, j.seq)),
       min(j.b->>'at'), max(j.b->>'at')
from (select ((body::jsonb->>'at')::timestamptz at time zone %(zone)s)::date as day, chain, seq, body::jsonb as b
      from promise_journal
      where day between %(since)s::date - 1 and %(until)s::date + 1 and whose @> %(whose)s::jsonb /* newest */) j,
     lateral (select e->>'whose' as whose, j.b->>'actor' as by, j.b->>'role' as role, e as said
              from jsonb_array_elements(j.b->'entries') e where not j.b ? 'names'
              union all
              select j.b->'names'->>(e->>0)::int, j.b->'names'->>(e->>1)::int, e->>2, j.b->'answers'->(e->>3)::int
              from jsonb_array_elements(j.b->'entries') e where j.b ? 'names') t,
     jsonb_array_elements_text(t.said->'items') i(item)
where j.day between %(since)s and %(until)s and t.whose = %(name)s and (%(item)s = '' or i.item = %(item)s)
group by 1, 2, 3, 4, 5, 6, 7, 8
order by 1 desc, 12 desc
limit %(limit)s
"""


@dataclass(frozen=True)
class Touch:
    """One kind of touch on one day. ``own``: by the person; ``act`` is use, capture, share, delete or reindex;
    ``case`` is that of an exception of row 1.y."""

    day: date
    role: str
    desk: str
    own: bool
    purpose: str
    act: str
    reason: str
    case: str
    items: tuple[str, ...]
    times: int
    first: datetime
    latest: datetime


def window(person: UUID, *, until: date, days: int) -> int:
    """How many days up to ``until`` can be read at once: so many as asked, or one when they hold very many records."""
    seat = current().seat(person)
    name = pseudonym(seat).hex() if seat is not None else ""
    asked: dict[str, Any] = {"whose": json.dumps([name]), "since": until - timedelta(days=days - 1), "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, {**asked, "most": MOST})
        row = cursor.fetchone()
    return days if row is None or row[0] < MOST else 1


def touches(person: UUID, *, since: date, until: date, item: str = "") -> list[Touch]:
    """The touches of these days (by the hospital's clock, both ends in), of one item or of all; in one query.

    Nothing is found once the person's ``log`` key is gone: nobody can say any more whose those records were.
    """
    seat = current().seat(person)
    name = pseudonym(seat).hex() if seat is not None else ""
    if not name:
        return []
    days: dict[str, Any] = {"since": since, "until": until, "zone": settings.TIME_ZONE}
    asked = {**days, "name": name, "whose": json.dumps([name]), "item": item, "limit": LONGEST}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHES, asked)
        return [_touch(row) for row in cursor.fetchall()]


def newest_touches(person: UUID, item: str, *, since: date, until: date, records: int) -> tuple[list[Touch], bool]:
    """The touches of one item, as far back as so many records reach; whether these are all of the days asked for."""
    seat = current().seat(person)
    name = pseudonym(seat).hex() if seat is not None else ""
    if not name:
        return [], True
    days: dict[str, Any] = {"since": since, "until": until, "zone": settings.TIME_ZONE}
    newest: dict[str, Any] = {"quoted": json.dumps(item), "records": records}
    asked = {**days, **newest, "name": name, "whose": json.dumps([name]), "item": item, "limit": LONGEST}
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHES.replace("/* newest */", _NEWEST), asked)
        found = [_touch(row) for row in cursor.fetchall()]
    return found, sum(one.times for one in found) < records


def _touch(row: tuple[object, ...]) -> Touch:
    day, role, desk, own, purpose, act, reason, case, items, times, first, latest = row
    return Touch(
        day,  # type: ignore[arg-type]
        str(role),
        str(desk),
        bool(own),
        str(purpose),
        str(act),
        str(reason),
        str(case),
        tuple(items),  # type: ignore[arg-type]
        int(times),  # type: ignore[call-overload]
        datetime.fromisoformat(str(first)),
        datetime.fromisoformat(str(latest)),
    )
