"""Separate consent before the intake (PIPL 28 to 30): each act on its own, nothing answered beforehand.

What can't be had apart (the basic items) is one act; every additional item is its own. What the thread takes
(photographs, pictures, voice notes) is asked at the moment of use, not here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from yinuo.promise.consent import grant, may_ask, refuse, standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Basis, ItemUse, Need, Version

PURPOSE = "consultations"
BASIC = "basic"
INTAKE = ("complaint", "earlier_diagnosis", "allergies", "current_drugs", "name")


@dataclass(frozen=True)
class ConsentItem:
    item: str
    name: str
    why: str
    refusing: str


@dataclass(frozen=True)
class ConsentAct:
    """One choice between two equal answers. ``notice`` is the hash of the clause that the page shows."""

    id: str
    basic: bool
    items: tuple[ConsentItem, ...]
    clause: str
    notice: str


def pending_acts(actor: Actor, *, tapped: Iterable[str] = ()) -> tuple[ConsentAct, ...]:
    """What is still to be asked. Who begins a consultation taps the basic items; an additional one that was refused
    is not asked again within 30 days unless it is in ``tapped``."""
    version = library().governing("patient", PURPOSE)
    missing = [use for use in _asked(version) if not standing(actor.who).granted(PURPOSE, use.item)]
    acts = []
    basic = [use for use in missing if use.need is Need.BASIC]
    if basic:
        acts.append(_act(version, BASIC, basic))
    wanted = set(tapped)
    for use in missing:
        if use.need is Need.EXTRA and may_ask(actor.who, PURPOSE, use.item, tapped=use.item in wanted):
            acts.append(_act(version, use.item, [use]))
    return tuple(acts)


def decide_acts(actor: Actor, *, words: Mapping[str, bool], notice: str) -> None:
    """Record a yes or a no for each pending act that was answered; ``notice`` is the hash that the page carried."""
    with transaction.atomic():
        for act in pending_acts(actor, tapped=words):
            if act.id not in words:
                continue
            for item in act.items:
                if words[act.id]:
                    grant(actor=actor, purpose=PURPOSE, item=item.item, notice=notice)
                else:
                    refuse(actor=actor, purpose=PURPOSE, item=item.item, notice=notice)


def granted_items(actor: Actor) -> frozenset[str]:
    """The items of the intake that may be taken: granted, or needing no consent."""
    version = library().governing("patient", PURPOSE)
    now = standing(actor.who)
    asked = {use.item for use in _asked(version)}
    return frozenset(
        item
        for item in INTAKE
        if version.use(PURPOSE, item) is not None and (item not in asked or now.granted(PURPOSE, item))
    )


def basic_granted(actor: Actor) -> bool:
    return not any(act.basic for act in pending_acts(actor))


def _asked(version: Version) -> list[ItemUse]:
    uses = [version.use(PURPOSE, item) for item in INTAKE]
    return [use for use in uses if use is not None and use.basis is Basis.CONSENT]


def _act(version: Version, name: str, uses: Iterable[ItemUse]) -> ConsentAct:
    clause = version.clauses[version.purposes[PURPOSE].clause]
    items = tuple(
        ConsentItem(use.item, version.items[use.item].name, use.why, use.refusing or _("不影响其余部分"))
        for use in uses
    )
    return ConsentAct(name, name == BASIC, items, clause.id, clause.hash)
