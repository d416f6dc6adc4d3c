"""The demonstration's fictional people, made by the rooms' own actions behind their own doors."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from yinuo.accounts.demonstration import open_account
from yinuo.credentials import actions as credentials
from yinuo.credentials import api as qualified
from yinuo.credentials.models import Application
from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.promise.policy import library

DOOR = "demonstration"
QUALIFICATION = "credentials.qualification"
PAPERS = {
    "hospital": "云岭互联网医院（演示）",
    "city": "昆明",
    "title": "主治医师",
    "consult_price": "30",
}


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


PEOPLE = (
    Somebody("doctor", "19900000001", "林知夏", "医生，已通过资质审核", state="approved", department="皮肤科"),
    Somebody("doctor", "19900000002", "顾南舟", "医生，资质等待审核", state="waiting", department="儿科"),
    Somebody("patient", "19900000011", "", "患者"),
    Somebody("staff", "19900000021", "陆一鸣", "资质审核员", desk="reviewer"),
    Somebody("staff", "19900000022", "江若水", "个人信息保护负责人", desk="privacy_officer"),
    Somebody("staff", "19900000026", "方知微", "第二位个人信息保护专员", desk="privacy_officer"),
    Somebody("staff", "19900000023", "孟秋白", "安全管理员", desk="security"),
    Somebody("staff", "19900000024", "谢长青", "审计员", desk="audit"),
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
    return lines


def _account(somebody: Somebody) -> UUID:
    return open_account(role=somebody.role, number=somebody.number, name=somebody.name, desk=somebody.desk)


def _qualify(somebody: Somebody, made: dict[str, UUID]) -> None:
    """Hand in a doctor's papers and, for one of them, let the reviewer approve. Papers that exist are left alone."""
    doctor = Actor(made[somebody.number], "doctor")
    with open_purpose(QUALIFICATION, actor=doctor, door=DOOR):
        if Application.objects.filter(doctor=doctor.who).exists():
            return
        _hand_in(somebody, doctor)
    reviewer = next((one for one in PEOPLE if one.desk == "reviewer" and one.number in made), None)
    if somebody.state != "approved" or reviewer is None:
        return
    with open_purpose(QUALIFICATION, actor=Actor(made[reviewer.number], "staff", "reviewer"), door=DOOR):
        if not qualified.is_qualified(doctor.who):
            papers = Application.objects.get(doctor=doctor.who).pk
            credentials.approve(
                actor=Actor(made[reviewer.number], "staff", "reviewer"),
                application=papers,
                three_years=True,
                institution_agrees=True,
            )


def _hand_in(somebody: Somebody, doctor: Actor) -> None:
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes[QUALIFICATION].clause].hash
    values = {**PAPERS, "name": somebody.name, "department": somebody.department}
    values["introduction"] = "虚构的演示医生，擅长常见病、多发病的复诊随访。"
    credentials.save_draft(actor=doctor, values=values, notice=notice)
    said = standing(doctor.who).grants.get(QUALIFICATION, {})
    for item, words in (("licence", "SPECIMEN"), ("portrait", "PORTRAIT"), ("personal_photo", "PHOTO")):
        if item not in said:
            grant(actor=doctor, purpose=QUALIFICATION, item=item, notice=notice)
        credentials.add_picture(actor=doctor, item=item, upload=_picture(words), through="album")
    credentials.submit(actor=doctor)


def _picture(words: str) -> SimpleUploadedFile:
    """A plain drawn card that nobody takes for a paper."""
    card = Image.new("RGB", (640, 420), (226, 232, 236))
    pen = ImageDraw.Draw(card)
    pen.rectangle((24, 24, 616, 396), outline=(90, 110, 125), width=4)
    pen.ellipse((270, 80, 370, 180), fill=(150, 168, 180))
    pen.rounded_rectangle((220, 200, 420, 330), 60, fill=(150, 168, 180))
    pen.text((240, 350), f"DEMONSTRATION {words}", fill=(60, 75, 88))
    kept = BytesIO()
    card.save(kept, "JPEG", quality=85)
    return SimpleUploadedFile("demonstration.jpg", kept.getvalue(), "image/jpeg")


def _padded(text: str, width: int) -> str:
    """Chinese letters take two columns of a terminal."""
    return text + " " * max(1, width - 2 * len(text))
