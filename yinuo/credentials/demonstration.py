"""Fictional papers for the demonstration and for tests: the doctor's acts and the reviewer's, one by one."""

from collections.abc import Mapping
from uuid import UUID

from yinuo.credentials.access import PURPOSE, latest_step, own_application
from yinuo.credentials.actions import add_picture, approve, save_draft, submit
from yinuo.credentials.drawing import specimen
from yinuo.credentials.models import PICTURES
from yinuo.promise.consent import grant, standing
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


def hand_in(doctor: UUID, papers: Mapping[str, str] = PAPERS) -> UUID:
    """The doctor fills everything in, says yes to each picture, and hands it in; the id of the application. What is
    left out of ``papers`` is left empty."""
    actor = Actor(doctor, "doctor")
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        save_draft(actor=actor, values=papers, notice=notice)
        for item in PICTURES:
            if not standing(doctor).granted(PURPOSE, item):
                grant(actor=actor, purpose=PURPOSE, item=item, notice=notice)
            add_picture(actor=actor, item=item, upload=specimen(item, papers), through="album")
        submit(actor=actor)
        application = own_application(actor)
        if application is None:
            raise LookupError("an application that was just handed in is gone")
        made: UUID = application.pk
    return made


def qualify(doctor: UUID, *, reviewer: UUID, papers: Mapping[str, str] = PAPERS) -> UUID:
    """Hand in and approve; ``reviewer`` is a staff member of the review desk. The id of the application."""
    application = hand_in(doctor, papers)
    approve_papers(doctor, reviewer=reviewer)
    return application


def approve_papers(doctor: UUID, *, reviewer: UUID) -> None:
    """The reviewer's approval of papers that were handed in."""
    actor = Actor(reviewer, "staff", "reviewer")
    with open_purpose(PURPOSE, actor=actor, door=DOOR):
        application = own_application(Actor(doctor, "doctor"))
        step = latest_step(application) if application is not None else None
        if application is None or step is None:
            raise LookupError("there are no papers to approve")
        approve(
            actor=actor,
            application=application.pk,
            seen=step.pk,
            name_checked=True,
            three_years=True,
            institution_agrees=True,
        )
