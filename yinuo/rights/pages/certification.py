"""我的认证→实名认证: the items of 1.1b as they stand, and those of 1.6 as long as 1.6 is not offered."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from yinuo.accounts.api import clause_url
from yinuo.promise.gate import Actor, current
from yinuo.promise.policy.model import Version
from yinuo.promise.vault.held import held_about
from yinuo.promise.vault.holdings import single_values
from yinuo.rights.pages.information import FILES
from yinuo.rights.pages.words import name_of

OFFERED, LATER = "credentials.qualification", "credentials.identity"


@dataclass(frozen=True)
class CertifiedItem:
    """``value`` is empty for a picture; ``url`` is empty when nothing is held."""

    name: str
    value: str
    url: str
    held: bool


@dataclass(frozen=True)
class Certification:
    clause: str
    clause_url: str
    items: tuple[CertifiedItem, ...]
    later_clause: str
    later_clause_url: str
    later: tuple[str, ...]


def certification_page(actor: Actor) -> Certification:
    person = actor.who
    in_force, confirmed = current().versions(person)
    version = in_force or confirmed
    if version is None:
        raise LookupError("no version of the doctors' policy is known")
    lines = [line for line in held_about(person) if line.table == "credentials_application" or line.table == FILES]
    held = {line.item for line in lines}
    values = {one.item: str(one.value) for one in single_values(person, frozenset({"credentials_application"}))}
    return Certification(
        *_clause(version, OFFERED),
        tuple(_items(version, held, values)),
        *_clause(version, LATER),
        tuple(_later(version)),
    )


def _items(version: Version, held: set[str], values: dict[str, str]) -> Iterator[CertifiedItem]:
    purpose = version.purposes.get(OFFERED)
    for item, use in purpose.items.items() if purpose else ():
        if use.collected and item != "review_note":
            url = reverse("rights:item", args=[item]) if item in held else ""
            yield CertifiedItem(name_of(item, version), values.get(item, ""), url, item in held)


def _later(version: Version) -> Iterator[str]:
    purpose = version.purposes.get(LATER)
    if purpose is not None and not purpose.offered:
        yield from (name_of(item, version) for item in purpose.items)


def _clause(version: Version, purpose: str) -> tuple[str, str]:
    declared = version.purposes.get(purpose)
    return (declared.clause, clause_url(version, declared.clause)) if declared else ("", "")
