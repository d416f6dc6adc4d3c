"""What each function takes and what a person has said about it: the pages of clause 5.4."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.promise.consent import Standing, may_ask, standing
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Basis, ItemUse, Need, Purpose, Version
from yinuo.promise.policy.words import item_name

ASKED_AS = {
    "camera": "camera",
    "microphone": "microphone",
    "location": "geolocation",
    "notification": "notifications",
    "clipboard": "clipboard-read",
}


@dataclass(frozen=True)
class ItemRow:
    """One item of one function. ``asked`` is false where the basis is not consent: then there is nothing to switch.
    ``closed``: the version in force names none of the device permissions that it needs any more."""

    purpose: str
    item: str
    name: str
    why: str
    when: str
    refusing: str
    basic: bool
    asked: bool
    granted: bool
    basis: str
    sensitive: bool
    notice: str
    through: tuple[str, ...]
    closed: bool


@dataclass(frozen=True)
class FunctionRow:
    purpose: str
    does: str
    refusing: str
    clause: str
    clause_title: str
    clause_url: str
    items: tuple[ItemRow, ...]

    @property
    def granted(self) -> int:
        """How many of its items rest on a consent that stands."""
        return sum(row.asked and row.granted for row in self.items)


@dataclass(frozen=True)
class DeviceRow:
    """One device permission and the items that are captured through it. ``asked_as`` is its name in the browser's
    permissions; empty where the browser has no such permission (an album is chosen from, picture by picture)."""

    permission: str
    asked_as: str
    name: str
    does: tuple[str, ...]
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Ask:
    """What ``<consent-ask>`` shows; ``ask`` is false when the person is not to be asked now. ``does`` is what the
    function is for, ``why`` what the item is for in it."""

    ask: bool
    granted: bool
    title: str
    does: str
    why: str
    clause: str
    clause_url: str
    notice: str
    refusing: str


def clause_url(version: Version, clause: str) -> str:
    return f"{reverse('policy:version', args=[version.role, version.number])}#{clause}"


def functions(person: UUID) -> tuple[FunctionRow, ...]:
    """Every offered function of the version in force, in the order of its clauses."""
    now = standing(person)
    own, overlays = library().in_force(now.role), library().overlays(now.role)
    shown = [(own, purpose) for purpose in own.purposes.values() if not any(o.covers(purpose.id) for o in overlays)]
    shown += [(overlay, purpose) for overlay in overlays for purpose in overlay.purposes.values()]
    return tuple(_function(version, purpose, now) for version, purpose in shown if purpose.offered)


def _function(version: Version, purpose: Purpose, now: Standing) -> FunctionRow:
    clause = version.clauses[purpose.clause]
    rows = tuple(item_row(version, purpose, use, now) for use in purpose.items.values() if use.collected)
    return FunctionRow(
        purpose.id, purpose.does, purpose.refusing, clause.id, clause.title, clause_url(version, clause.id), rows
    )


def item_row(version: Version, purpose: Purpose, use: ItemUse, now: Standing) -> ItemRow:
    return ItemRow(
        purpose=purpose.id,
        item=use.item,
        name=item_name(version.items[use.item]),
        why=use.why,
        when=use.when,
        refusing=use.refusing or purpose.refusing,
        basic=use.need is Need.BASIC,
        asked=use.basis is Basis.CONSENT,
        granted=now.granted(purpose.id, use.item),
        basis=_bases()[use.basis],
        sensitive=use.separate,
        notice=version.clauses[purpose.clause].hash,
        through=tuple(one for one in use.through if one in purpose.permissions),
        closed=bool(use.through) and not any(one in purpose.permissions for one in use.through),
    )


def devices(person: UUID) -> tuple[DeviceRow, ...]:
    """Clause 5.4, 设备授权: by device permission what it serves."""
    rows = [row for function in functions(person) for row in function.items if row.asked and row.through]
    role = standing(person).role
    versions = (library().in_force(role), *library().overlays(role))
    return tuple(
        DeviceRow(
            permission,
            ASKED_AS.get(permission, ""),
            name,
            tuple(word for version in versions for word in _does(version, permission)),
            tuple(row for row in rows if permission in row.through),
        )
        for permission, name in permission_names().items()
        if any(permission in row.through for row in rows)
    )


def _does(version: Version, permission: str) -> Iterator[str]:
    for purpose in version.purposes.values():
        if purpose.offered and permission in purpose.permissions:
            yield purpose.permissions[permission].does


def ask(person: UUID, purpose: str, item: str, *, tapped: bool) -> Ask | None:
    """What to show before this item is taken, or None when no clause in force has it."""
    now = standing(person)
    version = library().governing(now.role, purpose)
    use = version.use(purpose, item)
    if use is None or not use.collected or not version.purposes[purpose].offered:
        return None
    row = item_row(version, version.purposes[purpose], use, now)
    open_to_ask = row.asked and not row.closed and not now.withdrawn and may_ask(person, purpose, item, tapped=tapped)
    clause = version.purposes[purpose].clause
    return Ask(
        ask=open_to_ask,
        granted=row.granted or not row.asked,
        title=row.name,
        does=version.purposes[purpose].does,
        why=row.why,
        clause=clause,
        clause_url=clause_url(version, clause),
        notice=row.notice,
        refusing=row.refusing,
    )


def permission_names() -> dict[str, str]:
    return {
        "camera": _("相机"),
        "album": _("相册"),
        "microphone": _("麦克风"),
        "location": _("位置"),
        "notification": _("通知"),
        "clipboard": _("剪贴板"),
    }


def _bases() -> dict[Basis, str]:
    return {
        Basis.CONSENT: _("您的同意"),
        Basis.CONTRACT: _("提供服务所必需"),
        Basis.LEGAL_DUTY: _("法律规定的义务"),
        Basis.EMERGENCY: _("紧急情况"),
        Basis.PUBLIC_INTEREST: _("公共利益"),
        Basis.SELF_PUBLISHED: _("您自行公开"),
        Basis.OTHER_LAW: _("法律另有规定"),
    }
