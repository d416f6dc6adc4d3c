"""Receipts of consent events: a page to read, and a record in the shape of ISO/IEC TS 27560."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.accounts.api import clause_url
from yinuo.promise.gate import Actor
from yinuo.promise.models import ConsentEvent
from yinuo.promise.policy import library
from yinuo.promise.policy.contacts import Contacts, contacts
from yinuo.promise.policy.model import Basis, ItemUse, Purpose, Version
from yinuo.rights.access import NotHere, own_events
from yinuo.rights.pages.words import name_of

SHOWN = 20
SCHEMA = "ISO/IEC TS 27560:2023"
Kind = ConsentEvent.Kind
STATES = {
    Kind.CONFIRMED: "acknowledged",
    Kind.GRANTED: "given",
    Kind.REFUSED: "refused",
    Kind.WITHDRAWN: "withdrawn",
    Kind.WITHDRAWN_ALL: "withdrawn",
    Kind.CAME_BACK: "reaffirmed",
    Kind.POSTPONED: "postponed",
    Kind.TOLD: "noticed",
}


@dataclass(frozen=True)
class ReceiptRow:
    id: UUID
    label: str
    what: str
    purpose: str
    at: datetime


@dataclass(frozen=True)
class Receipts:
    role: str
    base: str
    rows: tuple[ReceiptRow, ...]
    older: str


@dataclass(frozen=True)
class Receipt:
    """``withdraw`` is where to take it back; ``shown`` is the hash of the text that stood on the page; ``policy`` is
    the role's own or a service's. ``basis`` is empty where nothing was agreed to."""

    role: str
    base: str
    policy: str
    id: UUID
    label: str
    what: str
    purpose: str
    at: datetime
    version: str
    shown: str
    clause: str
    clause_url: str
    basis: str
    keep: str
    after: str
    withdraw: str
    contacts: Contacts


def receipts_page(actor: Actor, base: str, *, before: UUID | None) -> Receipts:
    """The newest first, twenty a page."""
    events = own_events(actor)
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events.order_by("-pk")[: SHOWN + 1])
    rows = tuple(ReceiptRow(one.pk, _label(one), *_about(one), one.at) for one in found[:SHOWN])
    older = f"{reverse('rights:receipts')}?before={found[SHOWN - 1].pk}" if len(found) > SHOWN else ""
    return Receipts(actor.role, base, rows, older)


def receipt(actor: Actor, base: str, event: UUID) -> Receipt:
    one = _event(actor, event)
    version = library().find(one.policy, one.version)
    purpose, use = _declared(version, one)
    known = bool(version and purpose)
    clause = purpose.clause if purpose else ""
    what, in_words = _about(one)
    return Receipt(
        role=actor.role,
        base=base,
        policy=one.policy,
        id=one.pk,
        label=_label(one),
        what=what,
        purpose=in_words,
        at=one.at,
        version=one.version,
        shown=one.notice or (version.hash if version else ""),
        clause=clause,
        clause_url=clause_url(version, clause) if version and known else "",
        basis=_basis(one, use),
        keep=_keep(version, use),
        after=_after(use),
        withdraw=reverse("accounts:privacy") + (f"#{one.purpose}.{one.item}" if one.item else ""),
        contacts=contacts(),
    )


def receipt_record(actor: Actor, event: UUID) -> dict[str, Any]:
    """The same as data. Of the person nothing is in it but the id by which this house knows them."""
    one = _event(actor, event)
    version = library().find(one.policy, one.version)
    us = contacts()
    return {
        "record_metadata": {
            "schema_version": SCHEMA,
            "record_id": str(one.pk),
            "record_kind": "consent_receipt",
            "pii_principal_id": str(one.person),
            "language": "zh-CN",
        },
        "pii_processing": {
            "privacy_notice": {
                "id": f"{one.policy}/{one.version}",
                "title": version.title if version else "",
                "url": reverse("policy:version", args=[one.policy, one.version]) if version else "",
                "hash": {"algorithm": "SHA-256", "of_version": version.hash if version else "", "shown": one.notice},
            },
            "purposes": list(_purposes(version, one)),
        },
        "event": [
            {
                "event_time": one.at.isoformat(),
                "event_type": str(one.kind),
                "event_state": STATES[Kind(one.kind)],
                "entity_id": str(one.person),
                "method": "explicit act on the notice shown",
            }
        ],
        "party_identification": [
            {
                "party_id": "controller",
                "party_type": "PII controller",
                "party_name": us.operator,
                "party_address": us.address,
                "party_email": us.email,
                "party_phone": us.phone,
                "party_contact": f"{us.officer} {us.officer_email}".strip(),
            }
        ],
    }


def _purposes(version: Version | None, one: ConsentEvent) -> Iterator[dict[str, Any]]:
    """The purpose that was spoken about, or all that the confirmed version offers."""
    for purpose in version.purposes.values() if version else ():
        if purpose.offered and (not one.purpose or one.purpose == purpose.id) and version is not None:
            uses = [use for use in purpose.items.values() if use.collected and (not one.item or use.item == one.item)]
            yield {
                "purpose": purpose.id,
                "description": purpose.does,
                "clause": purpose.clause,
                "pii_information": [_pii(version, use) for use in uses],
                "recipients": [r.name for r in version.recipients.values() if purpose.id in r.purposes],
                "storage_locations": [version.place],
                "jurisdiction": "CN",
                "withdrawal_method": reverse("accounts:privacy"),
                "refusing": purpose.refusing,
            }


def _pii(version: Version, use: ItemUse) -> dict[str, Any]:
    item = version.items[use.item]
    return {
        "pii_type": use.item,
        "name": item.name,
        "required": use.need.value == "basic",
        "sensitive": item.sensitivity.value == "sensitive",
        "lawful_basis": use.basis.value,
        "sources": sorted(source.value for source in use.sources),
        "retention_period": version.classes[item.klass].keep,
        "after_withdrawal": use.after.value,
    }


def _event(actor: Actor, event: UUID) -> ConsentEvent:
    found = own_events(actor).filter(pk=event).first()
    if found is None:
        raise NotHere
    return found


def _declared(version: Version | None, one: ConsentEvent) -> tuple[Purpose | None, ItemUse | None]:
    purpose = version.purposes.get(one.purpose) if version else None
    return purpose, purpose.items.get(one.item) if purpose else None


def _about(one: ConsentEvent) -> tuple[str, str]:
    """The item or the policy that was spoken about, and what the function does in the policy's own words."""
    version = library().find(one.policy, one.version)
    if version is None:
        return f"V{one.version}", ""
    if not one.item:
        return f"《{version.title}》V{one.version}", ""
    purpose = version.purposes.get(one.purpose)
    return name_of(one.item, version), purpose.does if purpose else ""


def _label(one: ConsentEvent) -> str:
    return {
        Kind.CONFIRMED: _("确认政策"),
        Kind.GRANTED: _("同意"),
        Kind.REFUSED: _("不同意"),
        Kind.WITHDRAWN: _("收回同意"),
        Kind.WITHDRAWN_ALL: _("取消隐私授权"),
        Kind.CAME_BACK: _("恢复隐私授权"),
        Kind.POSTPONED: _("暂不确认"),
        Kind.TOLD: _("知道了"),
    }[Kind(one.kind)]


def _basis(one: ConsentEvent, use: ItemUse | None) -> str:
    if one.kind in (Kind.POSTPONED, Kind.TOLD):
        return ""
    return _("您的同意") if use and use.basis is Basis.CONSENT else _("您对政策的确认")


def _keep(version: Version | None, use: ItemUse | None) -> str:
    if version is None or use is None or use.item not in version.items:
        return ""
    return version.classes[version.items[use.item].klass].name


def _after(use: ItemUse | None) -> str:
    if use is None:
        return ""
    return {"delete": _("收回后删除"), "freeze": _("收回后封存"), "record": _("已成为记录的依法保留")}[use.after.value]
