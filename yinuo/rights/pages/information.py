"""我的→个人信息: what is held about the person, item by item. Clause 5.1."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.accounts.api import clause_url
from yinuo.promise.bindings import MENU, measure
from yinuo.promise.gate import Actor, current
from yinuo.promise.journal.reading import newest_touches
from yinuo.promise.policy.model import Purpose, Version
from yinuo.promise.vault.held import HeldLine, held_about
from yinuo.promise.vault.holdings import Holding, page_of_item, single_values
from yinuo.rights.pages.editing import Edit, edit_of
from yinuo.rights.pages.seen import SeenLine, seen_lines
from yinuo.rights.pages.spoken import spoken
from yinuo.rights.pages.words import keep_words, name_of, source_words, until

FILES = "media_mediafile"
SHORT = 60
SEEN_DAYS, SEEN_MOST = 30, 500
# Their words stand on the item's own page, not in the list.
UNSHORT = frozenset({"verification_code"})


@dataclass(frozen=True)
class ItemCell:
    """One item in the list. ``value`` is empty when there are several, or a file."""

    item: str
    name: str
    value: str
    count: int
    latest: datetime
    url: str


@dataclass(frozen=True)
class Group:
    """The items of one function, by its clause."""

    title: str
    clause: str
    clause_url: str
    cells: tuple[ItemCell, ...]


@dataclass(frozen=True)
class Information:
    role: str
    base: str
    groups: tuple[Group, ...]
    withdrawn: bool


@dataclass(frozen=True)
class Use:
    """Why the policy in force lets the item be held."""

    does: str
    why: str
    clause: str
    clause_url: str


@dataclass(frozen=True)
class ValueRow:
    """``file`` opens at its address; ``kind`` is text, picture or sound."""

    text: str
    kind: str
    file: str
    source: str
    at: datetime
    keep: str
    until: datetime | None


@dataclass(frozen=True)
class ItemPage:
    """``places`` are pages, by menu path and address, that show what the program counts and this page can't list.
    ``seen_since`` is there when the item was touched so often that the list does not reach back the whole time."""

    role: str
    base: str
    item: str
    name: str
    count: int
    uses: tuple[Use, ...]
    rows: tuple[ValueRow, ...]
    older: str
    places: tuple[tuple[str, str], ...]
    edit: Edit
    seen: tuple[SeenLine, ...]
    seen_days: int
    seen_since: datetime | None
    seen_most: int


class NothingHeld(LookupError):
    """Nothing of that name is held about this person."""


@measure("rights.see")
def information(actor: Actor, base: str) -> Information:
    """The list. As many queries for ten thousand messages as for one: one statement counts, and a table in which the
    person has a row or two is read."""
    person = actor.who
    lines = held_about(person)
    in_force, confirmed = current().versions(person)
    values = {one.item: _short(one) for one in single_values(person, _small(lines))}
    cells = {item: _cell(item, some, values.get(item, ""), in_force, confirmed) for item, some in _by_item(lines)}
    seat = current().seat(person)
    groups = tuple(_groups(cells, in_force or confirmed))
    return Information(actor.role, base, groups, seat is not None and seat.withdrawn)


def _by_item(lines: Iterable[HeldLine]) -> list[tuple[str, list[HeldLine]]]:
    found: dict[str, list[HeldLine]] = {}
    for line in lines:
        found.setdefault(line.item, []).append(line)
    return sorted(found.items())


def _small(lines: Iterable[HeldLine]) -> frozenset[str]:
    most: dict[str, int] = {}
    for line in lines:
        most[line.table] = max(most.get(line.table, 0), line.count)
    return frozenset(table for table, count in most.items() if count == 1 and table != FILES)


def _short(holding: Holding) -> str:
    text = "" if holding.item in UNSHORT else spoken(holding)
    return text if len(text) <= SHORT else text[:SHORT] + "…"


def _cell(
    item: str, lines: list[HeldLine], value: str, in_force: Version | None, confirmed: Version | None
) -> ItemCell:
    count = sum(line.count for line in lines)
    latest = max(line.latest for line in lines)
    name = name_of(item, in_force, confirmed)
    return ItemCell(item, name, value if count == 1 else "", count, latest, reverse("rights:item", args=[item]))


def _groups(cells: dict[str, ItemCell], version: Version | None) -> Iterator[Group]:
    """In the order of the policy's text; an item of two functions stands with the first."""
    left = dict(cells)
    for purpose in version.purposes.values() if version else ():
        mine = [left.pop(item) for item in purpose.items if item in left and purpose.offered]
        if mine and version is not None:
            clause = version.clauses[purpose.clause]
            yield Group(purpose.does, clause.id, clause_url(version, clause.id), tuple(mine))
    if left:
        yield Group(_("其他仍被保存的"), "", "", tuple(left.values()))


def item_page(actor: Actor, base: str, item: str, *, before: UUID | None) -> ItemPage:
    """One item: its values, the newest first; whence, why, until when, and who touched it. Raises
    :class:`NothingHeld`."""
    person = actor.who
    lines = [line for line in held_about(person) if line.item == item]
    in_force, confirmed = current().versions(person)
    if not lines:
        raise NothingHeld(item)
    found, more = page_of_item(person, item, before=before)
    today = timezone.localdate()
    since = today - timedelta(days=SEEN_DAYS - 1)
    seen, all_of_them = newest_touches(person, item, since=since, until=today, records=SEEN_MOST)
    here = reverse("rights:item", args=[item])
    return ItemPage(
        role=actor.role,
        base=base,
        item=item,
        name=name_of(item, in_force, confirmed),
        count=sum(line.count for line in lines),
        uses=tuple(_uses(item, in_force or confirmed)),
        rows=tuple(_row(one, in_force, confirmed) for one in found),
        older=f"{here}?before={found[-1].row}" if more else "",
        places=() if found else tuple(_places(actor.role, item, in_force or confirmed)),
        edit=edit_of(actor.role, item),
        seen=seen_lines(seen, in_force, confirmed, items=False),
        seen_days=SEEN_DAYS,
        seen_since=None if all_of_them else min(one.first for one in seen),
        seen_most=SEEN_MOST,
    )


def _uses(item: str, version: Version | None) -> Iterator[Use]:
    for purpose in version.purposes.values() if version else ():
        if purpose.offered and item in purpose.items and version is not None:
            yield _use(purpose, item, version)


def _places(role: str, item: str, version: Version | None) -> Iterator[tuple[str, str]]:
    """The pages of the functions that use the item, by the paths that the clauses name."""
    uses = [one for one in version.purposes.values() if one.offered and item in one.items] if version else []
    named = {path.menu for one in uses for path in version.clauses[one.clause].paths} if version else set()
    for entry in MENU:
        if entry.role == role and entry.menu in named:
            yield entry.menu, reverse(entry.url)


def _use(purpose: Purpose, item: str, version: Version) -> Use:
    clause = version.clauses[purpose.clause]
    return Use(purpose.does, purpose.items[item].why, clause.id, clause_url(version, clause.id))


def _row(one: Holding, in_force: Version | None, confirmed: Version | None) -> ValueRow:
    is_file = one.table == FILES
    text = "" if is_file else spoken(one)
    kind = "file" if is_file else "text"
    file = reverse("rights:file", args=[one.row]) if is_file else ""
    keep = keep_words(one.klass, in_force, confirmed)
    return ValueRow(text, kind, file, source_words(one.source), one.at, keep, _until(one, in_force, confirmed))


def _until(one: Holding, in_force: Version | None, confirmed: Version | None) -> datetime | None:
    return until(one.klass, one.at, in_force, confirmed)
