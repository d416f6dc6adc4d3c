"""Row 1.y: nine exceptions to consent, opened by name, with case, items, expiry and a second person.

Each letter has its basis in law. (g) and (h) need no door: a contract is a basis of its own in the declarations, and
nothing is taken from publications. (i) is for device and log items only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.promise.bindings import measure
from yinuo.promise.gate.context import Pass, PurposeContext, open_purpose
from yinuo.promise.gate.verdict import Actor
from yinuo.promise.models import ExceptionCase, SeatRow
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Basis, Sensitivity, Version

OFFICERS = frozenset({"privacy_officer"})


@dataclass(frozen=True)
class Exempt:
    """``at_most`` bounds how long a case may stay open; ``only`` bounds which items it may name."""

    letter: str
    basis: Basis
    title: StrPromise
    at_most: timedelta
    only: frozenset[Sensitivity] | None = None
    opens: bool = True


_DEVICE = frozenset({Sensitivity.DEVICE})
EXCEPTIONS: dict[str, Exempt] = {
    e.letter: e
    for e in (
        Exempt("a", Basis.LEGAL_DUTY, gettext_lazy("履行法定义务"), timedelta(days=7)),
        Exempt("b", Basis.LEGAL_DUTY, gettext_lazy("国家安全、国防安全"), timedelta(days=7)),
        Exempt("c", Basis.EMERGENCY, gettext_lazy("公共安全、公共卫生"), timedelta(days=7)),
        Exempt("d", Basis.LEGAL_DUTY, gettext_lazy("侦查、起诉、审判和执行"), timedelta(days=7)),
        Exempt("e", Basis.EMERGENCY, gettext_lazy("紧急情况下保护生命健康和财产"), timedelta(hours=24)),
        Exempt("f", Basis.SELF_PUBLISHED, gettext_lazy("本人自行公开"), timedelta(days=1)),
        Exempt("g", Basis.CONTRACT, gettext_lazy("按本人要求订立、履行合同"), timedelta(0), opens=False),
        Exempt("h", Basis.SELF_PUBLISHED, gettext_lazy("合法公开的信息"), timedelta(0), opens=False),
        Exempt("i", Basis.LEGAL_DUTY, gettext_lazy("安全稳定运行、排除故障"), timedelta(hours=8), _DEVICE),
    )
}


class UnableToOpenException(Exception):
    """``sentence`` says what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _need(condition: bool, sentence: str) -> None:
    if not condition:
        raise UnableToOpenException(sentence)


@measure("exception.by_name")
def open_case(
    *, actor: Actor, letter: str, person: UUID, purpose: str, items: list[str], reference: str, hours: int
) -> ExceptionCase:
    """Open a case by name. Nothing can be read under it before a second officer approves."""
    _need(actor.person is not None and actor.desk in OFFICERS, _("只有隐私专员可以申请例外处理。"))
    exempt = EXCEPTIONS.get(letter)
    if exempt is None or not exempt.opens:
        raise UnableToOpenException(_("请选择第 1.y 条中可以申请的情形。"))
    _need(bool(reference.strip()), _("请填写案件或工单编号。"))
    term = timedelta(hours=hours)
    _need(timedelta(0) < term <= exempt.at_most, _("期限超过这一情形允许的最长时间，请缩短。"))
    seat = SeatRow.objects.filter(person=person).first()
    if seat is None:
        raise UnableToOpenException(_("没有找到这个人，请核对后再试。"))
    version = library().governing(seat.role, purpose)
    _need(bool(items) and all(version.use(purpose, item) for item in items), _("请选择这一用途下写明的信息项。"))
    _need(_within(exempt, version, items), _("这一情形只能用于设备信息和日志信息。"))
    return ExceptionCase.objects.create(
        letter=letter,
        person=person,
        purpose=purpose,
        items=sorted(set(items)),
        reference=reference.strip()[:80],
        opened_by=actor.who,
        expires_at=datetime.now(UTC) + term,
    )


def _within(exempt: Exempt, version: Version, items: list[str]) -> bool:
    return exempt.only is None or all(version.items[item].sensitivity in exempt.only for item in items)


def approve_case(*, actor: Actor, case: UUID) -> ExceptionCase:
    """The second person's approval: another officer than the one who opened it."""
    _need(actor.person is not None and actor.desk in OFFICERS, _("只有隐私专员可以批准例外处理。"))
    with transaction.atomic():
        held = ExceptionCase.objects.select_for_update().filter(pk=case).first()
        if held is None:
            raise UnableToOpenException(_("没有找到这个申请，请返回列表。"))
        _need(held.opened_by != actor.person, _("申请人不能批准自己的申请，请由另一位隐私专员批准。"))
        _need(held.approved_by is None, _("这个申请已经批准过。"))
        _need(held.closed_at is None and held.expires_at > datetime.now(UTC), _("这个申请已经到期或关闭，请重新申请。"))
        held.approved_by, held.approved_at = actor.person, datetime.now(UTC)
        held.save(update_fields=["approved_by", "approved_at"])
    return held


def close_case(*, actor: Actor, case: UUID) -> None:
    """Either officer may end a case early."""
    _need(actor.desk in OFFICERS, _("只有隐私专员可以关闭例外处理。"))
    ExceptionCase.objects.filter(pk=case, closed_at=None).update(closed_at=datetime.now(UTC))


def cases() -> list[ExceptionCase]:
    """All cases, the newest first; they hold ids, never values."""
    return list(ExceptionCase.objects.order_by("-opened_at"))


@contextmanager
def read_under(*, actor: Actor, case: UUID, door: str) -> Iterator[PurposeContext]:
    """The exception's door: within it exactly the named items of the named person open, each read journaled with the
    case. Raises :class:`UnableToOpenException` when the case is not approved, expired or closed."""
    _need(actor.person is not None and actor.desk in OFFICERS, _("只有隐私专员可以查看例外处理。"))
    held = ExceptionCase.objects.filter(pk=case).first()
    if held is None or held.approved_by is None:
        raise UnableToOpenException(_("这个申请还没有由第二位隐私专员批准。"))
    _need(held.closed_at is None and held.expires_at > datetime.now(UTC), _("这个申请已经到期或关闭，请重新申请。"))
    opened = Pass(held.pk, held.letter, held.person, held.purpose, frozenset(held.items), held.expires_at)
    with open_purpose(held.purpose, actor=actor, door=door, exception=opened) as context:
        yield context
