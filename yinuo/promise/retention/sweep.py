"""The sweep: what is due goes, and what a withdrawal ends goes (clauses 4.2 and 5.4). It opens no value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yinuo.promise.bindings import HELD, Held, measure
from yinuo.promise.gate.policies import Policies
from yinuo.promise.gate.seat import Seat
from yinuo.promise.gate.seats import read_policies
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.policy import built_in, library
from yinuo.promise.policy.model import Clause, Version
from yinuo.promise.retention.clock import due_at, first_of, horizon, made_at
from yinuo.promise.retention.removing import Removed, remove, remove_values
from yinuo.promise.retention.rows import HeldRow, items_of, may_be_taken_back, rows_of, terms_of
from yinuo.promise.retention.terms import is_over, taken_back
from yinuo.promise.sealing.ring import pseudonym
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.reindexing import personal_models
from yinuo.promise.vault.standstill import try_hold

BATCH = 500
PURPOSE = "retention"
TERM_OVER, WITHDRAWN = "term_over", "withdrawn"
MEASURE = "retention.clock"
_NOBODY = UUID(int=0)
_TICK = timedelta(milliseconds=1)  # keys carry milliseconds
_TOOK_BACK = """
select person from promise_seat
where person > %s and (withdrawn or jsonb_path_exists(grants, '$.*.* ? (@ == false)'))
order by person limit %s
"""


@dataclass
class Swept:
    """How many rows went and how many values of rows that stay; ``waiting`` counts rows whose persons were busy or
    that something still refers to: the next sweep takes them."""

    rows: int = 0
    values: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Person:
    """Whom rows are about: the seat, and the versions that give the terms."""

    seat: Seat
    in_force: Version | None
    confirmed: Version | None
    policies: Policies


Judge = Callable[[HeldRow, Person], dict[str, Clause | None]]


@measure(MEASURE)
def sweep(now: datetime, tables: Sequence[type[PersonalModel]] | None = None) -> Swept:
    """Delete what may not be held any more at ``now``; may be run at any time and as often as one likes."""
    swept = Swept()
    over = personal_models() if tables is None else tables
    for _ in range(2):  # what a row that was due itself referred to goes in the second round
        swept.waiting = 0
        for model in over:
            _sweep_terms(model, now, swept)
        for held in {one.table: one for one in HELD}.values() if tables is None else ():
            _sweep_plain(held, now, swept)
        _sweep_withdrawn([model for model in over if may_be_taken_back(model)], swept)
        if not swept.waiting:
            break
    return swept


def _sweep_terms(model: type[PersonalModel], now: datetime, swept: Swept) -> None:
    """Rows that are old enough for the shortest term their table knows; each then by its own classes."""
    horizons = [moment for keep in terms_of(model) if (moment := horizon(now, keep))]
    if not horizons:
        return
    before, after = first_of(max(horizons) + _TICK), _NOBODY
    judge = _by_term(now)
    while True:
        old = model._base_manager.filter(pk__gt=after, pk__lt=before).order_by("pk")[:BATCH]
        rows = dict(old.values_list("pk", model.vault.about))
        if not rows:
            return
        with transaction.atomic():
            _judge_all(model, {"pk__in": list(rows)}, set(rows.values()), judge, TERM_OVER, swept)
        after = max(rows)


def _by_term(now: datetime) -> Judge:
    def judge(row: HeldRow, person: Person) -> dict[str, Clause | None]:
        clause, made = _clause(person.in_force), made_at(row.pk)
        over = {
            cell.column: clause
            for cell in row.held
            if is_over(str(cell.klass), made, now, person.in_force, person.confirmed)
        }
        if row.held:
            return over
        classes = _classes_of_empty(row, person)
        every = classes and all(is_over(name, made, now, person.in_force, person.confirmed) for name in classes)
        return {cell.column: clause for cell in row.cells} if every else {}

    return judge


def _classes_of_empty(row: HeldRow, person: Person) -> set[str]:
    """A row that holds no value itself stands for the item it names, such as a picture kept elsewhere; one that names
    none (a line of the program's own) goes with the last of what its table may hold."""
    fields = row.model.personal_fields()
    named = {cell.item for cell, of in zip(row.cells, fields, strict=True) if of.item.startswith("@") and cell.item}
    named = named or {item for of in fields for item in items_of(row.model, of) or ()}
    known = person.in_force.items if person.in_force else {}
    return {known[item].klass for item in named if item in known}


def _sweep_plain(held: Held, now: datetime, swept: Swept) -> None:
    """A table without personal columns that holds an item as numbers or times (``bindings.holds``)."""
    model = next((m for m in apps.get_models() if m._meta.db_table == held.table), None)
    if model is None or issubclass(model, PersonalModel):
        return
    keeps = _terms_of_item(held.item)
    dues = [horizon(now, keep) for keep in keeps]
    if not keeps or None in dues:
        return
    before, by = min(due for due in dues if due) + _TICK, held.column if held.dated else "pk"
    old = model._base_manager.filter(**{f"{by}__lt": before if held.dated else first_of(before)}).order_by(by)
    for pk, mark in old.values_list("pk", by)[: 20 * BATCH]:
        made = mark if held.dated else made_at(pk)
        if all((due := due_at(made, keep)) and due <= now for keep in keeps):
            _count(swept, remove(model, pk))


def _terms_of_item(item: str) -> set[str]:
    if item in built_in.ITEMS:
        return {built_in.CLASSES[built_in.ITEMS[item].klass].keep}
    return {v.classes[v.items[item].klass].keep for v in _all_in_force() if item in v.items}


def _sweep_withdrawn(tables: Sequence[type[PersonalModel]], swept: Swept) -> None:
    after = _NOBODY
    while persons := _who_took_back(after):
        for model in tables:
            with transaction.atomic():
                which = {f"{model.vault.about}__in": persons}
                _judge_all(model, which, set(persons), _by_word, WITHDRAWN, swept)
        after = persons[-1]


def _who_took_back(after: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_TOOK_BACK, [after, BATCH])
        return [row[0] for row in cursor.fetchall()]


def _by_word(row: HeldRow, person: Person) -> dict[str, Clause | None]:
    room = row.model._meta.app_label
    judged = person.policies.pair(room)  # a room's service may have a policy of its own (row 0.1)
    versions = (judged.in_force, judged.confirmed)
    found = {cell.column: taken_back(cell.item, room, person.seat, *versions) for cell in row.held}
    return {column: clause for column, clause in found.items() if clause is not None}


def _judge_all(
    model: type[PersonalModel], which: dict[str, Any], about: set[UUID], judge: Judge, reason: str, swept: Swept
) -> None:
    """Hold the persons, read their seats and rows anew, and remove what the judge says; journaled in the same
    transaction. Who can't be held is left for the next sweep."""
    persons = _persons(try_hold(about))
    swept.waiting += len(about) - len(persons)
    entries: list[Entry] = []
    for row in rows_of(model, model._base_manager.filter(**which)):
        person = persons.get(row.about)
        gone = judge(row, person) if person else {}
        if person is None or not gone:
            continue
        columns = frozenset(gone)
        removed = remove_values(row, columns) if reason == WITHDRAWN else remove(model, row.pk, row, columns)
        _count(swept, removed)
        if removed.rows or removed.values:
            entries += _entries(row, person, gone, reason)
    if entries:
        write_record(purpose=PURPOSE, door="task retention.sweep", doer=Doer(b"", "system"), entries=entries)


def _persons(held: set[UUID]) -> dict[UUID, Person]:
    found = {}
    for person, policies in read_policies(held).items():
        own = policies.pair()
        found[person] = Person(policies.seat, own.in_force, own.confirmed, policies)
    return found


def _entries(row: HeldRow, person: Person, gone: dict[str, Clause | None], reason: str) -> Iterable[Entry]:
    name, version = pseudonym(person.seat), person.in_force.number if person.in_force else ""
    for cell in row.cells:
        if cell.column in gone and cell.item:
            clause = gone[cell.column]
            text = (clause.id, clause.hash) if clause else ("", "")
            yield Entry(name, cell.item, "delete", reason, *text, version)


def _clause(version: Version | None) -> Clause | None:
    clauses = version.clauses.values() if version else ()
    return next((c for c in clauses if any(m.id == MEASURE for m in c.measures)), None)


def _all_in_force() -> list[Version]:
    return [library().get(role, number) for role, number in library().in_force_numbers().items()]


def _count(swept: Swept, removed: Removed) -> None:
    swept.rows += removed.rows
    swept.values += removed.values
    swept.waiting += removed.waiting
