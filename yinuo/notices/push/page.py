"""What 我的→设置→消息通知 shows."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from yinuo.notices.access import choices_of, devices_of, last_push_about
from yinuo.notices.kinds import KINDS, Kind, declared
from yinuo.notices.push import vapid
from yinuo.notices.push.services import ITEMS, PURPOSE, VENDOR, open_services, recipient_of, stand_in_of
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library

BASES = {"doctor": "web/doctor.html", "patient": "web/patient.html"}
HOMES = {"doctor": "consultations:inbox", "patient": "patients:mine"}


@dataclass(frozen=True)
class KindRow:
    id: str
    does: str
    says: str
    wanted: bool
    urgent: bool


@dataclass(frozen=True)
class Switch:
    """What ``<push-switch>`` and ``<push-renew>`` need: our public key, the items by carrier that may be used, and the
    stand-in's place in a demonstration."""

    key: str
    items: str
    stand_in: str


@dataclass(frozen=True)
class PushPage:
    """``here``: this log-in's device is on; ``others`` counts the person's other ones. ``closed`` names carriers
    abroad for which no legal way is on record. ``clause`` and its address are where all this is read."""

    base: str
    here: bool
    others: int
    switch: Switch
    closed: tuple[str, ...]
    kinds: tuple[KindRow, ...]
    since: str
    until: str
    system_path: str
    clause: str
    clause_url: str
    problem: str = ""


def push_page(actor: Actor, session: str, *, problem: str = "") -> PushPage:
    version = library().in_force(actor.role)
    clause = version.clauses[version.purposes[PURPOSE].clause]
    devices = list(devices_of(actor.who).values_list("session", flat=True))
    chosen = choices_of(actor.who)
    return PushPage(
        base=BASES[actor.role],
        here=session in devices,
        others=len([one for one in devices if one != session]),
        switch=switch(actor.role),
        closed=() if settings.YINUO_DEMO else tuple(_closed(actor.role)),
        kinds=tuple(
            KindRow(kind.id, str(kind.does), str(kind.says), chosen.wants(kind), kind.urgent)
            for kind in KINDS.values()
            if declared(kind, actor.role, version)
        ),
        since=f"{chosen.since:%H:%M}",
        until=f"{chosen.until:%H:%M}",
        system_path=next((path.menu for path in clause.paths if path.kind == "system"), ""),
        clause=clause.id,
        clause_url=f"{reverse('policy:version', args=[version.role, version.number])}#{clause.id}",
        problem=problem,
    )


def switch(role: str) -> Switch:
    items = {name: ITEMS[name] for name in open_services(role)}
    place = "/stand-in/push" if settings.YINUO_DEMO and stand_in_of("push_mozilla") else ""
    return Switch(vapid.public_key(), json.dumps(items), place)


def _closed(role: str) -> list[str]:
    usable = open_services(role)
    found = [recipient_of(role, name) for name in ITEMS if name != VENDOR and name not in usable]
    return [one.name for one in found if one is not None]


def renewal(person: UUID, role: str, session: str) -> Switch | None:
    """For a device that was on before this log-in: what it needs to be on again; None where there is nothing to
    renew."""
    version = library().in_force(role)
    purpose = version.purposes.get(PURPOSE)
    if purpose is None or not purpose.offered:
        return None
    said = standing(person).grants.get(PURPOSE, {})
    if not any(said.get(item) for item in ITEMS.values()) or devices_of(person).filter(session=session).exists():
        return None
    return switch(role)


def place_of(actor: Actor, kind: Kind) -> str:
    """The page that a tap on a push opens: what the newest of its kind told of, as the push itself carries no id."""
    name = kind.opens.get(actor.role, HOMES[actor.role])
    if not kind.takes:
        return reverse(name)
    about = last_push_about(actor.who, kind.id)
    if about is None or actor.role not in kind.opens:
        return reverse(HOMES[actor.role])
    return reverse(name, kwargs={kind.takes: about})
