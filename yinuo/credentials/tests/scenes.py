"""What doctors and reviewers do, in one line each."""

import re
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yinuo.credentials.api import PURPOSE, specimen
from yinuo.credentials.demonstration import PAPERS
from yinuo.credentials.models import Application, Step
from yinuo.promise.consent import grant, withdraw
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library

HOME, FIELDS, PICTURES = "/credentials/", "/credentials/fields/", "/credentials/pictures/"
BASIC = {key: PAPERS[key] for key in ("name", "city", "hospital", "department", "title", "consult_price")}
CHECKS = {"name_checked": "1", "three_years": "1", "institution_agrees": "1"}


def notice() -> str:
    version = library().in_force("doctor")
    return version.clauses[version.purposes[PURPOSE].clause].hash


def save(browser: Client, **fields: str) -> Any:
    return browser.post(FIELDS, {"notice": notice(), **fields})


def allow(doctor: UUID, item: str) -> None:
    grant(actor=Actor(doctor, "doctor"), purpose=PURPOSE, item=item, notice=notice())


def take_back(doctor: UUID, item: str) -> None:
    withdraw(actor=Actor(doctor, "doctor"), purpose=PURPOSE, item=item)


def upload(browser: Client, item: str, file: SimpleUploadedFile | None = None, through: str = "camera") -> Any:
    content = {"file": file or specimen(item), "file_through": through}
    return browser.post(f"/credentials/picture/{item}/add/", content)


def fill_in(browser: Client, doctor: UUID, **fields: str) -> None:
    """Every basic part."""
    for item in ("licence", "portrait"):
        allow(doctor, item)
        assert upload(browser, item).status_code == 302
    assert save(browser, **{**BASIC, **fields}).status_code == 302


def state() -> str:
    found: str = Application.objects.get().state
    return found


def seen() -> str:
    step = Step.objects.order_by("-at", "-id").first()
    return str(step.pk) if step else ""


def decide(desk: Client, what: str, said: dict[str, Any] | None = None, *, at: str = "") -> Any:
    """One decision at the desk on the only application; ``at`` is the step that the page had shown."""
    application = Application.objects.get().pk
    return desk.post(f"/console/review/{application}/{what}/", {"seen": at or seen(), **(said or {})})


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
