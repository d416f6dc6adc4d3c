"""Fictional papers for the demonstration and for tests: the doctor's acts and the reviewer's, one by one."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from yinuo.credentials.access import PURPOSE, own_application
from yinuo.credentials.actions import add_picture, approve, save_draft, submit
from yinuo.credentials.models import PICTURES
from yinuo.promise.consent import grant
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library

DOOR = "demonstration papers"
PAPERS = {
    "name": "林晓岚",
    "gender": "女",
    "city": "杭州",
    "hospital": "医诺示范医院",
    "department": "心血管内科",
    "title": "副主任医师",
    "consult_price": "0",
    "department_phone": "0571-00000000",
    "introduction": "擅长高血压、冠心病的长期管理。（演示人物，纯属虚构）",
}


def specimen(text: str, *, width: int = 640, height: int = 420) -> SimpleUploadedFile:
    """A drawn picture, marked as a specimen."""
    picture = Image.new("RGB", (width, height), "#dfeae8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((16, 16, width - 16, height - 16), outline="#0a655d", width=4)
    draw.text((40, 40), f"SPECIMEN {text}", fill="#0a655d", font_size=28)
    content = BytesIO()
    picture.save(content, "JPEG", quality=88)
    return SimpleUploadedFile(f"{text}.jpg", content.getvalue(), content_type="image/jpeg")


def hand_in(doctor: UUID, papers: Mapping[str, str] = PAPERS) -> UUID:
    """The doctor fills everything in and hands it in; the id of the application."""
    actor = Actor(doctor, "doctor")
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        save_draft(actor=actor, values=papers, notice=notice)
        for item in PICTURES:
            grant(actor=actor, purpose=PURPOSE, item=item, notice=notice)
            add_picture(actor=actor, item=item, upload=specimen(item), through="camera")
        submit(actor=actor)
        application = own_application(actor)
        if application is None:
            raise LookupError("an application that was just handed in is gone")
        made: UUID = application.pk
    return made


def qualify(doctor: UUID, *, reviewer: UUID, papers: Mapping[str, str] = PAPERS) -> None:
    """Hand in and approve; ``reviewer`` is a staff member of the review desk."""
    application = hand_in(doctor, papers)
    actor = Actor(reviewer, "staff", "reviewer")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        approve(actor=actor, application=application, three_years=True, institution_agrees=True)
