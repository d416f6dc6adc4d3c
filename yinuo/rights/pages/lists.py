"""The two lists: what was really collected of me, and what was really sent to whom (MIIT notice 292 of 2021)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from yinuo.accounts.api import clause_url
from yinuo.promise.gate import Actor, current
from yinuo.promise.policy.model import ItemUse, Purpose, Recipient, Version
from yinuo.promise.sharing.ledger import Sent, sent_of
from yinuo.promise.vault.held import HeldLine, held_about, written_about_others
from yinuo.rights.pages.words import name_of, source_words


@dataclass(frozen=True)
class Collected:
    """One item of one function. ``count`` is what is held of it now, ``elsewhere`` what the person wrote that lies with
    somebody else, such as a message in a patient's record."""

    name: str
    why: str
    when: str
    count: int
    elsewhere: int
    first: datetime | None
    latest: datetime | None
    sources: str
    url: str

    @property
    def never(self) -> bool:
        return not self.count and not self.elsewhere


@dataclass(frozen=True)
class CollectedGroup:
    does: str
    clause: str
    clause_url: str
    items: tuple[Collected, ...]


@dataclass(frozen=True)
class CollectedPage:
    role: str
    base: str
    groups: tuple[CollectedGroup, ...]


@dataclass(frozen=True)
class Shared:
    """One recipient of the policy; ``sent`` is empty when nothing of this person ever went there."""

    name: str
    items: str
    does: str
    method: str
    until: str
    place: str
    contact: str
    policy_url: str
    sent: str
    times: int
    first: datetime | None
    latest: datetime | None


@dataclass(frozen=True)
class SharedPage:
    role: str
    base: str
    recipients: tuple[Shared, ...]
    directory: str
    directory_url: str


def collected_page(actor: Actor, base: str) -> CollectedPage:
    """个人信息收集清单: every item that an offered function takes, with what was really taken."""
    version = _version(actor)
    held = _merged(held_about(actor.who))
    others = _merged(written_about_others(actor.who))
    groups = []
    for purpose in version.purposes.values():
        items = tuple(_collected(version, purpose, held, others)) if purpose.offered else ()
        if items:
            clause = version.clauses[purpose.clause]
            groups.append(CollectedGroup(purpose.does, clause.id, clause_url(version, clause.id), items))
    return CollectedPage(actor.role, base, tuple(groups))


def _collected(
    version: Version, purpose: Purpose, held: dict[str, HeldLine], others: dict[str, HeldLine]
) -> Iterator[Collected]:
    for use in purpose.items.values():
        if use.collected:
            yield _item(version, use, held.get(use.item), others.get(use.item))


def _item(version: Version, use: ItemUse, own: HeldLine | None, other: HeldLine | None) -> Collected:
    found = [line for line in (own, other) if line is not None]
    return Collected(
        name=name_of(use.item, version),
        why=use.why,
        when=use.when,
        count=own.count if own else 0,
        elsewhere=other.count if other else 0,
        first=min((line.first for line in found), default=None),
        latest=max((line.latest for line in found), default=None),
        sources="、".join(sorted({source_words(source) for line in found for source in line.sources})),
        url=reverse("rights:item", args=[use.item]) if own else "",
    )


def _merged(lines: list[HeldLine]) -> dict[str, HeldLine]:
    found: dict[str, HeldLine] = {}
    for line in lines:
        known = found.get(line.item)
        if known is None:
            found[line.item] = line
            continue
        sources = tuple({*known.sources, *line.sources})
        first, latest = min(known.first, line.first), max(known.latest, line.latest)
        found[line.item] = HeldLine(line.item, line.table, known.count + line.count, first, latest, sources, line.klass)
    return found


def shared_page(actor: Actor, base: str) -> SharedPage:
    """第三方共享清单: the declared recipients, each with what really went there of this person."""
    version = _version(actor)
    sent = {one.recipient: one for one in sent_of(actor.who)}
    rows = tuple(_shared(version, one, sent.get(one.id)) for one in version.recipients.values())
    directory = "3.1.5" if "3.1.5" in version.clauses else "3"
    return SharedPage(actor.role, base, rows, directory, clause_url(version, directory))


def _shared(version: Version, recipient: Recipient, sent: Sent | None) -> Shared:
    does = [version.purposes[one].does for one in sorted(recipient.purposes) if one in version.purposes]
    return Shared(
        name=recipient.name,
        items="、".join(name_of(item, version) for item in sorted(recipient.items)),
        does="；".join(does),
        method=recipient.method,
        until=recipient.until,
        place=recipient.place,
        contact=recipient.contact,
        policy_url=recipient.policy_url,
        sent="、".join(name_of(item, version) for item in sent.items) if sent else "",
        times=sent.times if sent else 0,
        first=sent.first if sent else None,
        latest=sent.latest if sent else None,
    )


def _version(actor: Actor) -> Version:
    in_force, confirmed = current().versions(actor.who)
    version = in_force or confirmed
    if version is None:
        raise LookupError("no version of this role's policy is known")
    return version
