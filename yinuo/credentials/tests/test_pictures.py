"""Clause 1.1b: licence, portrait and personal photo, each an act of its own."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.api import PURPOSE, hand_in, specimen
from yinuo.credentials.models import Application
from yinuo.credentials.tests.scenes import HOME, PICTURES, allow, save, take_back, upload, words
from yinuo.media.models import MediaFile
from yinuo.media.tests import samples
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.retention.sweep import sweep
from yinuo.promise.vault import Closed, reveal

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]
LICENCE = "/credentials/picture/licence/"


@pytest.mark.parametrize("item", ["licence", "portrait", "personal_photo"])
def test_a_picture_needs_its_own_yes(browser: Client, doctor: UUID, item: str) -> None:
    for other in {"licence", "portrait", "personal_photo"} - {item}:
        allow(doctor, other)
    answer = upload(browser, item)
    assert answer.status_code == 403 and "还没有同意提供" in words(answer) and "1.1b" in words(answer)
    assert not MediaFile.objects.exists()
    allow(doctor, item)
    assert upload(browser, item).status_code == 302
    shown = browser.get(f"/credentials/picture/{item}/")
    assert shown.status_code == 200 and shown["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("item", ["licence", "portrait"])
def test_after_taking_it_back_neither_a_new_one_is_taken_nor_the_old_one_shown(
    browser: Client, doctor: UUID, item: str
) -> None:
    allow(doctor, item)
    upload(browser, item)
    take_back(doctor, item)
    answer = upload(browser, item)
    assert answer.status_code == 403 and "授权已收回" in words(answer)
    assert browser.get(f"/credentials/picture/{item}/").status_code == 403
    assert "您已收回对这一项的同意" in words(browser.get(PICTURES))


def test_what_was_taken_back_is_deleted_and_the_rest_stays(browser: Client, doctor: UUID) -> None:
    hand_in(doctor)
    for part in ("licence", "gender", "name"):
        take_back(doctor, part)
    sweep(timezone.now())
    row = Application.objects.get()
    assert row.licence_id is None and row.portrait_id is not None
    assert MediaFile.objects.count() == 2
    raw = Application.objects.filter(pk=row.pk)
    assert raw.filter(gender__isnull=True, name__isnull=False, city__isnull=False).exists()


def test_a_picked_file_works_and_says_so(browser: Client, doctor: UUID) -> None:
    allow(doctor, "licence")
    assert browser.post(f"{LICENCE}add/", {"file": specimen("licence")}).status_code == 302
    assert browser.get(LICENCE).status_code == 200


def test_a_picture_through_an_undeclared_permission_is_refused(browser: Client, doctor: UUID) -> None:
    allow(doctor, "licence")
    assert upload(browser, "licence", through="microphone").status_code == 403
    assert not Application.objects.filter(licence__isnull=False).exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("licence.jpg", samples.drawing(), content_type="image/jpeg"),
        SimpleUploadedFile("licence.svg", samples.drawing(), content_type="image/svg+xml"),
        SimpleUploadedFile("licence.pdf", b"%PDF-1.7", content_type="application/pdf"),
        SimpleUploadedFile("licence.jpg", b"", content_type="image/jpeg"),
        SimpleUploadedFile("licence.png", samples.bomb(30_000, 30_000), content_type="image/png"),
    ],
    ids=["script", "svg", "pdf", "empty", "bomb"],
)
def test_a_file_that_is_no_picture_gets_a_sentence(browser: Client, doctor: UUID, file: SimpleUploadedFile) -> None:
    allow(doctor, "licence")
    answer = upload(browser, "licence", file)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert browser.get(LICENCE).status_code == 404


def test_a_polyglot_is_kept_as_the_picture_alone_and_its_place_is_gone(browser: Client, doctor: UUID) -> None:
    allow(doctor, "licence")
    file = SimpleUploadedFile("licence.jpg", samples.polyglot(), content_type="image/jpeg")
    assert upload(browser, "licence", file).status_code == 302
    kept = browser.get(LICENCE).content
    assert kept.startswith(b"\xff\xd8") and b"script" not in kept and b"Exif" not in kept


def test_no_file_at_all_gets_a_sentence(browser: Client) -> None:
    answer = browser.post(f"{LICENCE}add/", {})
    assert answer.status_code == 400 and "请选择要上传的图片" in words(answer)
    assert browser.post("/credentials/picture/passport/add/", {}).status_code == 400
    assert browser.get("/credentials/picture/passport/").status_code == 404


def test_a_new_one_replaces_the_old_one_and_deleting_takes_it_away(browser: Client, doctor: UUID) -> None:
    allow(doctor, "licence")
    upload(browser, "licence")
    upload(browser, "licence")
    assert MediaFile.objects.count() == 1
    assert browser.post(f"{LICENCE}remove/").status_code == 302
    assert browser.get(LICENCE).status_code == 404 and not MediaFile.objects.exists()


def test_somebody_elses_pictures_are_not_there(browser: Client, doctor: UUID) -> None:
    hand_in(doctor)
    another = open_account(role="doctor", number="13800138109")
    other = session_for(Client(), another)
    assert other.get(LICENCE).status_code == 404
    patient = session_for(Client(), open_account(role="patient", number="13800138108"))
    for path in (LICENCE, HOME):
        assert patient.get(path).status_code == 404
    assert Client().get(LICENCE).status_code == 302
    assert patient.get(f"/credentials/photo/{doctor}/").status_code == 404


def test_pictures_open_for_this_purpose_only(browser: Client, doctor: UUID) -> None:
    save(browser, name="林晓岚")
    hand_in(doctor)
    row = MediaFile.objects.get(item="licence")
    with open_purpose("consultations", actor=Actor(doctor, "doctor"), door="test") as context:
        assert isinstance(reveal(row, "key"), Closed)
        assert context.purpose != PURPOSE
