"""A version as cells: each is one thing that the platform may do, with a rank that says how far it goes.

A higher rank is more power over the person, and ranks are totally ordered; so one version is wider than another in a
cell, or narrower, or the same there, the mirror of a difference is its mirror, and what is widened between the first
and the last of three versions is widened in one of the two steps.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yinuo.promise.policy import words
from yinuo.promise.policy.durations import ACCOUNT, in_words, seconds
from yinuo.promise.policy.model import After, Basis, ItemUse, Need, Purpose, Recipient, Sensitivity, Storage, Version

Key = tuple[str, ...]

FOREVER = 10**12
PRESENT = 1
PROTECTS = -1  # a cell whose presence binds the platform: adding it narrows
# How much say the person keeps, from most to least: consent can be withdrawn, a contract ended, a law neither.
BASIS_RANK = {
    Basis.CONSENT: 1,
    Basis.CONTRACT: 2,
    Basis.EMERGENCY: 3,
    Basis.SELF_PUBLISHED: 4,
    Basis.PUBLIC_INTEREST: 5,
    Basis.LEGAL_DUTY: 6,
    Basis.OTHER_LAW: 7,
}
AFTER_RANK = {After.DELETE: 0, After.FREEZE: 1, After.RECORD: 2}
NEED_RANK = {Need.EXTRA: 0, Need.BASIC: 1}
SENSITIVITY_RANK = {
    Sensitivity.SENSITIVE: 0,
    Sensitivity.PERSONAL: 1,
    Sensitivity.DEVICE: 2,
    Sensitivity.PUBLIC: 3,
}


@dataclass(frozen=True)
class Cell:
    """``acts`` says whether anything is done under it (a function not offered does nothing). ``whole`` cells differ by
    being there or not; the others are judged only where both versions have them. ``within`` are the cells that both
    versions must have; without them, their own difference says it all. ``subject`` and ``value`` are for sentences."""

    key: Key
    kind: str
    rank: int
    clause: str
    subject: str
    value: str = ""
    acts: bool = True
    whole: bool = True
    within: tuple[Key, ...] = ()
    item: str | None = None
    purpose: str | None = None

    @property
    def detail(self) -> bool:
        """It says how an item is handled: where the item came into use or fell out of it, that says it all."""
        return self.item is not None and self.kind not in ("item", "recipient")

    @property
    def worded(self) -> bool:
        """The value is itself declared, so that another wording is a difference; else it only names something."""
        return not self.whole or self.key[0] in ("purpose", "measure", "path")


def cells(version: Version) -> dict[Key, Cell]:
    """All cells of a version by key."""
    found: list[Cell] = []
    for purpose in version.purposes.values():
        found += _purpose(version, purpose)
    found += _items(version)
    for recipient in version.recipients.values():
        found += _recipient(version, recipient)
    for storage in version.storage.values():
        found += _storage(storage)
    found += _places(version)
    for clause in version.clauses.values():
        found += [Cell(("measure", m.id), "measure", PROTECTS, clause.id, m.does, m.does) for m in clause.measures]
        found += [
            Cell(("path", p.menu), "path", PRESENT, clause.id, p.menu, str(words.PATH_KINDS[p.kind]), acts=False)
            for p in clause.paths
        ]
    return {cell.key: cell for cell in found}


def item_name(version: Version, item: str) -> str:
    declared = version.items.get(item)
    return declared.name if declared else item


def _purpose(version: Version, purpose: Purpose) -> Iterator[Cell]:
    own = ("purpose", purpose.id)
    rank = 2 if purpose.offered else 1
    yield Cell(own, "purpose", rank, purpose.clause, purpose.does, purpose.does, purpose.offered, purpose=purpose.id)
    for permission in purpose.permissions.values():
        yield Cell(
            ("permission", purpose.id, permission.id),
            "permission",
            PRESENT,
            purpose.clause,
            str(words.PERMISSIONS[permission.id]),
            acts=purpose.offered,
            purpose=purpose.id,
        )
    for use in purpose.items.values():
        yield from _use(version, purpose, use)


def _use(version: Version, purpose: Purpose, use: ItemUse) -> Iterator[Cell]:
    own, acts = ("item", purpose.id, use.item), purpose.offered and use.collected

    def cell(kind: str, rank: int, value: str, *last: str, whole: bool = False, also: tuple[Key, ...] = ()) -> Cell:
        key, within = ((kind, *own[1:], *last), (own, *also)) if kind != "item" else (own, ())
        name = item_name(version, use.item)
        return Cell(key, kind, rank, purpose.clause, name, value, acts, whole, within, use.item, purpose.id)

    yield cell("item", 2 if use.collected else 1, "", whole=True)
    yield cell("basis", 2 * BASIS_RANK[use.basis] - _is_separate(use), basis_words(use))
    yield cell("need", NEED_RANK[use.need], str(words.NEEDS[use.need]))
    yield cell("after", AFTER_RANK[use.after], str(words.AFTERS[use.after]))
    for source in use.sources:
        yield cell("source", PRESENT, str(words.SOURCES[source]), source.value, whole=True)
    for permission in use.through:
        also = (("permission", purpose.id, permission),)
        name = str(words.PERMISSIONS[permission])
        yield cell("permission", PRESENT, name, permission, whole=True, also=also)


def _is_separate(use: ItemUse) -> bool:
    return use.separate and use.basis is Basis.CONSENT


def basis_words(use: ItemUse) -> str:
    return str(words.SEPARATE_CONSENT if _is_separate(use) else words.BASES[use.basis])


def _items(version: Version) -> Iterator[Cell]:
    """What holds for an item in all its uses; said at the first clause that uses it."""
    for item in version.items.values():
        uses = [(p, p.items[item.id]) for p in version.purposes.values() if item.id in p.items]
        if not uses:
            continue
        clause = uses[0][0].clause
        acts = any(purpose.offered and use.collected for purpose, use in uses)
        term = version.classes.get(item.klass)
        keep = term.keep if term else ""
        length = seconds(keep) or FOREVER
        ranks = {"most": FOREVER if keep == ACCOUNT else length, "beyond": 0 if keep == ACCOUNT else length}
        for part, rank in ranks.items():
            yield Cell(
                ("retention", item.id, part),
                "retention",
                rank,
                clause,
                item.name,
                in_words(keep),
                acts,
                whole=False,
                item=item.id,
            )
        rank = SENSITIVITY_RANK[item.sensitivity]
        level = str(words.SENSITIVITIES[item.sensitivity])
        key = ("sensitivity", item.id)
        yield Cell(key, "sensitivity", rank, clause, item.name, level, acts, whole=False, item=item.id)
        yield Cell(("name", item.id), "text", 0, clause, item.name, item.name, False, whole=False, item=item.id)


def _recipient(version: Version, recipient: Recipient) -> Iterator[Cell]:
    own = ("recipient", recipient.id)
    clause = _standing(version, words.RECIPIENT_CLAUSES[recipient.kind])

    def part(
        name: str, value: str, *last: str, rank: int = PRESENT, item: str | None = None, purpose: str | None = None
    ) -> Cell:
        kind = "place" if name == "place" else "recipient"
        key = (*own, name, *last)
        return Cell(key, kind, rank, clause, recipient.name, value, True, bool(last), (own,), item, purpose)

    yield Cell(own, "recipient", PRESENT, clause, recipient.name)
    yield part("name", recipient.name, recipient.name)
    for item in recipient.items:
        yield part("item", item_name(version, item), item, item=item)
    for purpose in recipient.purposes:
        declared = version.purposes.get(purpose)
        yield part("purpose", declared.does if declared else purpose, purpose, purpose=purpose)
    for host in recipient.hosts:
        yield part("host", host, host)
    for place in _listed(recipient.place):
        yield part("place", words.place_name(place), place)
    consent = words.SEPARATE_CONSENT if recipient.separate else words.NO_SEPARATE_CONSENT
    yield part("separate", str(consent), rank=0 if recipient.separate else 1)
    terms = f"{words.RECIPIENT_KINDS[recipient.kind]}，{recipient.method}，{recipient.until}"
    yield part("terms", terms, rank=0)


def _storage(storage: Storage) -> Iterator[Cell]:
    own = ("storage", storage.id)
    yield Cell(own, "storage", PRESENT, "2", storage.name)
    for name, rank, value in (
        ("encrypted", 0 if storage.encrypted else 1, words.ENCRYPTED if storage.encrypted else words.NOT_ENCRYPTED),
        ("personal", 1 if storage.personal else 0, words.PERSONAL if storage.personal else words.NOT_PERSONAL),
        ("terms", 0, f"{words.STORAGE_KINDS[storage.kind]}，{storage.purpose_text}，{storage.holds}，{storage.until}"),
    ):
        yield Cell((*own, name), "storage", rank, "2", storage.name, str(value), whole=False, within=(own,))


def _places(version: Version) -> Iterator[Cell]:
    for place in _listed(version.place):
        yield Cell(("place", place), "place", PRESENT, _standing(version, "4.1"), words.place_name(place))


def _listed(places: str) -> list[str]:
    return places.replace(",", " ").split()


def _standing(version: Version, clause: str) -> str:
    """The clause, or the nearest one above it that the version has."""
    while clause not in version.clauses and re.search(r"[.-]", clause):
        clause = re.sub(r"[.-][^.-]*$", "", clause)
    return clause
