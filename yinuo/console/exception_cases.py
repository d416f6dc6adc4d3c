"""Opening an exception by name: the statement is sealed, the case is the engine's."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.accounts.api import MalformedNumber, look_up, read_number
from yinuo.console.models import CaseStatement
from yinuo.promise.exceptions import EXCEPTIONS, UnableToOpenException, cases, open_case
from yinuo.promise.gate import Actor
from yinuo.promise.models import ExceptionCase
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing, reveal
from yinuo.promise.vault.holdings import Holding, holdings

ROLES = ("doctor", "patient", "staff")


@dataclass(frozen=True)
class CaseRow:
    case: ExceptionCase
    title: str
    items: str
    statement: object
    state: str
    mine: bool
    expires_at: datetime


@dataclass(frozen=True)
class Choice:
    """A purpose of one role with its items, to choose from."""

    role: str
    purpose: str
    does: str
    items: tuple[tuple[str, str], ...]


def open_with_statement(
    *,
    actor: Actor,
    letter: str,
    role: str,
    number: str,
    purpose: str,
    items: list[str],
    reference: str,
    why: str,
    hours: int,
) -> ExceptionCase:
    """Find the person by number, without opening anything, and open the case with its statement."""
    if role not in ROLES:
        raise UnableToOpenException(_("请选择这个人是医生、患者还是工作人员。"))
    try:
        person = look_up(role, read_number(number), by=actor)
    except MalformedNumber as problem:
        raise UnableToOpenException(str(problem)) from problem
    if person is None:
        raise UnableToOpenException(_("没有找到这个手机号码的账号，请核对后再试。"))
    if not why.strip():
        raise UnableToOpenException(_("请写明为什么需要，供第二位隐私专员判断。"))
    with capturing(by=[actor.who]):
        case = open_case(
            actor=actor, letter=letter, person=person, purpose=purpose, items=items, reference=reference, hours=hours
        )
        CaseStatement.objects.create(case=case, officer_id=actor.who, text=why.strip()[:2000])
    return case


def case_rows(actor: Actor, now: datetime) -> list[CaseRow]:
    statements = {row.case_id: row for row in CaseStatement.objects.all()}
    return [_row(case, statements.get(case.pk), actor, now) for case in cases()]


def _row(case: ExceptionCase, statement: CaseStatement | None, actor: Actor, now: datetime) -> CaseRow:
    title = f"{case.letter}. {EXCEPTIONS[case.letter].title}"
    text = reveal(statement, "text") if statement else ""
    mine = case.opened_by == actor.person
    return CaseRow(case, title, "、".join(item_names(case.items)), text, state_of(case, now), mine, case.expires_at)


def state_of(case: ExceptionCase, now: datetime) -> str:
    if case.closed_at is not None:
        return "closed"
    if case.expires_at <= now:
        return "expired"
    return "open" if case.approved_by else "waiting"


def item_names(items: list[str]) -> list[str]:
    known = {item.id: item.name for role in ROLES for item in library().in_force(role).items.values()}
    return [known.get(item, item) for item in items]


def choices() -> list[Choice]:
    """Every offered purpose with its items, by role."""
    return [
        Choice(role, purpose.id, purpose.does, tuple((i, version.items[i].name) for i in purpose.items))
        for role in ROLES
        for version in (library().in_force(role),)
        for purpose in version.purposes.values()
        if purpose.offered
    ]


def shown(case: ExceptionCase) -> list[Holding]:
    """What the case opens; called behind the case's door."""
    return list(holdings(case.person, frozenset(case.items)))
