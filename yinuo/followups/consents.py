"""Separate consent before a plan begins (PIPL 28 to 30): each act on its own, nothing answered beforehand.

What is captured through a device (photographs, recordings) is asked at the moment of use, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from yinuo.followups.content import Content
from yinuo.promise.consent import grant, refuse, standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Basis, ItemUse, Need, Version

PURPOSE = "followups"
ANSWER, VALUE, NAME = "followup_answer", "followup_value", "name"


@dataclass(frozen=True)
class ConsentAct:
    """One choice between two equal answers. ``notice`` is the hash of the clause that the page shows."""

    item: str
    name: str
    why: str
    refusing: str
    basic: bool
    clause: str
    notice: str


def pending_acts(actor: Actor, content: Content) -> tuple[ConsentAct, ...]:
    """What this plan asks and this patient has not agreed to yet. Opening a plan that was sent is asking for it."""
    version = library().governing("patient", PURPOSE)
    now = standing(actor.who)
    return tuple(
        _act(version, use) for use in _asked(version, content) if not now.granted(PURPOSE, use.item)
    )  # fmt: skip


def decide_acts(actor: Actor, content: Content, *, words: Mapping[str, bool], notice: str) -> None:
    """Record a yes or a no for each pending act that was answered; ``notice`` is the hash that the page carried."""
    with transaction.atomic():
        for act in pending_acts(actor, content):
            if act.item in words:
                say = grant if words[act.item] else refuse
                say(actor=actor, purpose=PURPOSE, item=act.item, notice=notice)


def granted(actor: Actor, item: str) -> bool:
    """May this item be taken now: agreed to, or resting on no consent?"""
    use = library().governing("patient", PURPOSE).use(PURPOSE, item)
    if use is None or not use.collected:
        return False
    return use.basis is not Basis.CONSENT or standing(actor.who).granted(PURPOSE, item)


def notice(role: str) -> str:
    """The hash of the clause that stands over every consent to follow-ups of this role."""
    version = library().in_force(role)
    return version.clauses[version.purposes[PURPOSE].clause].hash


def takes(role: str, item: str, permission: str) -> bool:
    """Does the version in force name this item, captured through this permission, for follow-ups?"""
    version = library().governing(role, PURPOSE)
    purpose, use = version.purposes.get(PURPOSE), version.use(PURPOSE, item)
    return bool(purpose and use and permission in use.through and permission in purpose.permissions)


def _asked(version: Version, content: Content) -> list[ItemUse]:
    wanted = [ANSWER, NAME]
    if any(one.kind == "value" for one in content.questions):
        wanted.insert(1, VALUE)
    uses = [version.use(PURPOSE, item) for item in wanted]
    return [use for use in uses if use is not None and use.basis is Basis.CONSENT]


def _act(version: Version, use: ItemUse) -> ConsentAct:
    clause = version.clauses[version.purposes[PURPOSE].clause]
    refusing = use.refusing or _("不影响其余部分")
    name = version.items[use.item].name
    return ConsentAct(use.item, name, use.why, refusing, use.need is Need.BASIC, clause.id, clause.hash)
