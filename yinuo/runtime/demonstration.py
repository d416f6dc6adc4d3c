"""The demonstration's fictional people, made by the rooms' own actions behind their own doors."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from yinuo.accounts.demonstration import open_account
from yinuo.channel.demonstration import fill_account
from yinuo.credentials.demonstration import PAPERS, approve_papers, hand_in
from yinuo.credentials.models import Application
from yinuo.followups.api import show_followup
from yinuo.namecards.api import hand_out
from yinuo.promise.consent import UnableToRecordConsent
from yinuo.promise.gate import Refused
from yinuo.promise.policy import library
from yinuo.wallet.api import bring_in


@dataclass(frozen=True)
class Somebody:
    """``state`` of a doctor's papers: approved, waiting or none; ``desk`` of a staff member."""

    role: str
    number: str
    name: str
    what: str
    desk: str = ""
    state: str = ""
    department: str = ""
    introduction: str = ""
    price: str = "0"


PEOPLE = (
    Somebody(
        "doctor",
        "19900000001",
        "林知夏",
        "医生，已通过资质审核",
        state="approved",
        department="皮肤科",
        introduction="常看湿疹、荨麻疹、银屑病的复诊和长期用药。",
    ),
    Somebody(
        "doctor",
        "19900000002",
        "顾南舟",
        "医生，资质等待审核",
        state="waiting",
        department="儿科",
        introduction="常看儿童哮喘和过敏性鼻炎的复诊。",
    ),
    Somebody(
        "doctor",
        "19900000003",
        "沈月白",
        "医生，收费接诊（30 元）",
        state="approved",
        department="内分泌科",
        introduction="常看糖尿病、甲状腺病的复诊和用药调整。",
        price="30",
    ),
    Somebody("patient", "19900000011", "", "患者"),
    Somebody("staff", "19900000021", "陆一鸣", "资质审核员", desk="reviewer"),
    Somebody("staff", "19900000022", "江若水", "个人信息保护负责人", desk="privacy_officer"),
    Somebody("staff", "19900000026", "方知微", "第二位个人信息保护专员", desk="privacy_officer"),
    Somebody("staff", "19900000030", "沈砚秋", "财务", desk="finance"),
    Somebody("staff", "19900000031", "何以宁", "第二位财务", desk="finance"),
    Somebody("staff", "19900000023", "孟秋白", "安全管理员", desk="security"),
    Somebody("staff", "19900000024", "谢长青", "审计员", desk="audit"),
    Somebody("staff", "19900000027", "沈既白", "内容审核员", desk="content"),
    Somebody("staff", "19900000025", "温如言", "系统管理员", desk="system_administrator"),
)


def make() -> list[str]:
    """Make who is missing; one line for each person, or the sentence with which the policy refused one."""
    made: dict[str, UUID] = {}
    lines = []
    for somebody in PEOPLE:
        try:
            made[somebody.number] = _account(somebody)
        except Refused as refused:
            lines.append(f"  {somebody.what}：{refused.verdict.sentence}")
            continue
        lines.append(f"  {somebody.number}  {_padded(somebody.name, 8)}{somebody.what}")
    for somebody in PEOPLE:
        if somebody.state and somebody.number in made:
            _qualify(somebody, made)
        if somebody.state == "approved" and somebody.price != "0" and somebody.number in made:
            _bring_in(somebody, made[somebody.number])
        if somebody.state == "approved" and somebody.number in made and _offered("doctor", "namecards"):
            hand_out(made[somebody.number])
    _follow_up(made)
    _publish(made)
    return lines


def _bring_in(somebody: Somebody, doctor: UUID) -> None:
    """Who charges has had income; who is free has none."""
    if _offered("doctor", "wallet"):
        bring_in(doctor, int(somebody.price) * 100)


def _offered(role: str, purpose: str) -> bool:
    """Does the version in force offer this function? An older one may not know it."""
    declared = library().in_force(role).purposes.get(purpose)
    return declared is not None and declared.offered


def _follow_up(made: dict[str, UUID]) -> None:
    """One patient has measured his blood pressure for a month; a policy that offers no follow-up has none to show."""
    doctor, patient = made.get("19900000001"), made.get("19900000011")
    if doctor is not None and patient is not None:
        with suppress(Refused, UnableToRecordConsent):
            show_followup(doctor, patient, name="程先生")


def _publish(made: dict[str, UUID]) -> None:
    """The approved doctor's health account, with what the content desk and a patient did to it."""
    author = next((made[one.number] for one in PEOPLE if one.state == "approved" and one.number in made), None)
    desk = next((made[one.number] for one in PEOPLE if one.desk == "content" and one.number in made), None)
    reader = next((made[one.number] for one in PEOPLE if one.role == "patient" and one.number in made), None)
    if _offered("doctor", "channel") and author is not None and desk is not None:
        fill_account(author, reviewer=desk, reader=reader)


def _account(somebody: Somebody) -> UUID:
    return open_account(role=somebody.role, number=somebody.number, name=somebody.name, desk=somebody.desk)


def _qualify(somebody: Somebody, made: dict[str, UUID]) -> None:
    """Hand in a doctor's papers and, for one of them, let the reviewer approve; what was done before is left alone."""
    doctor = made[somebody.number]
    states = Application.State
    state = Application.objects.filter(doctor=doctor).values_list("state", flat=True).first() or states.DRAFT
    if state == states.DRAFT:
        papers = {
            **PAPERS,
            "name": somebody.name,
            "department": somebody.department,
            "introduction": somebody.introduction,
            "consult_price": somebody.price,
        }
        hand_in(doctor, papers)
        state = states.SUBMITTED
    reviewer = next((one.number for one in PEOPLE if one.desk == "reviewer" and one.number in made), None)
    if state == states.SUBMITTED and somebody.state == "approved" and reviewer is not None:
        approve_papers(doctor, reviewer=made[reviewer])


def _padded(text: str, width: int) -> str:
    """Chinese letters take two columns of a terminal."""
    return text + " " * max(1, width - 2 * len(text))
