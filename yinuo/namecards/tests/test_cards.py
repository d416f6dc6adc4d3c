"""Clause 1.5 at the doors: who gets a card, what is on it, and what a scan leaves behind."""

import re
import threading
import zlib
from contextlib import suppress
from uuid import UUID

import pytest
import segno
from django.db import connection
from django.test import Client

from tests.journeys.codes import modules_in
from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.api import qualify
from yinuo.namecards.actions import make_card, renew_card
from yinuo.namecards.content import Content
from yinuo.namecards.drawing import picture
from yinuo.namecards.models import Card, ScanDay
from yinuo.namecards.printing import printed
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.clause("1.5"), pytest.mark.django_db]
ADDRESS = "http://localhost:8000/c/abcdefghijklmnop/"
HOUSE = "甲互联网医院"
PLAIN = Content("林晓岚", "副主任医师", "医诺示范医院", None, ADDRESS, HOUSE)


@pytest.fixture
def doctor() -> UUID:
    reviewer = open_account(role="staff", number="13800138201", name="周审核", desk="reviewer")
    made = open_account(role="doctor", number="13800138200")
    qualify(made, reviewer=reviewer)
    return made


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def matrix(address: str) -> list[list[bool]]:
    return [[bool(dark) for dark in row] for row in segno.make_qr(address, error="m").matrix]


def test_a_doctor_before_approval_gets_no_card_and_is_told_why() -> None:
    browser = session_for(Client(), open_account(role="doctor", number="13800138202"))
    answer = browser.post("/me/card/make/")
    assert answer.status_code == 400
    assert "资质审核通过后才能做名片" in answer.content.decode()
    assert not Card.objects.exists()
    assert browser.get("/me/card/picture.png").status_code == 400


def test_the_picture_says_its_address_and_no_other(browser: Client) -> None:
    assert browser.post("/me/card/make/").status_code == 302
    token = Card.objects.get().token
    answer = browser.get("/me/card/picture.png")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, no-store")
    found = modules_in(answer.content)
    assert found == matrix(f"http://testserver/c/{token}/")
    assert found != matrix(f"http://testserver/c/{token[:-1]}_/")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        Content("阿卜杜热合曼·艾买提江·买买提依明江", "主任医师", "青" * 60, None, ADDRESS, "云" * 50),
        Content("A", "", "", None, "https://" + "h" * 60 + ".example/c/abcdefghijklmnop/", HOUSE),
    ],
    ids=["ordinary", "long words", "long address"],
)
def test_the_code_is_readable_whatever_stands_on_the_card(content: Content) -> None:
    assert modules_in(picture(content)) == matrix(content.address)


def unpacked(made: bytes) -> bytes:
    """What the streams of a PDF hold, one after the other."""
    found = []
    for stream in re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


@pytest.mark.parametrize("layout", ["card", "sheet"])
def test_the_paper_is_one_page_with_its_measures_and_its_letters(layout: str) -> None:
    made = unpacked(printed(PLAIN, layout))
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    assert re.search(rb"/FontFile[23]?", made)
    if layout == "card":
        (trim,) = re.findall(rb"/TrimBox\s*\[([\d. -]+)\]", made)
        (bleed,) = re.findall(rb"/BleedBox\s*\[([\d. -]+)\]", made)
        left, below, right, above = (float(part) for part in trim.split())
        assert (round((right - left) / 72 * 25.4, 1), round((above - below) / 72 * 25.4, 1)) == (90, 54)
        assert (left - float(bleed.split()[0])) / 72 * 25.4 >= 3


def test_a_name_on_a_card_makes_the_server_fetch_nothing() -> None:
    made = printed(Content('<img src="http://198.51.100.7/x">', "", "", None, ADDRESS, HOUSE), "card")
    assert made.startswith(b"%PDF")


def test_a_scan_is_a_number_of_a_day(browser: Client, doctor: UUID) -> None:
    browser.post("/me/card/make/")
    token = Card.objects.get().token
    visitor = Client()
    for _ in range(3):
        answer = visitor.get(f"/c/{token}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/d/{doctor}/")
    assert not visitor.cookies
    visitor.head(f"/c/{token}/")
    browser.get(f"/c/{token}/")
    assert list(ScanDay.objects.values_list("scans", flat=True)) == [3]
    columns = {column.name for column in ScanDay._meta.get_fields()}
    assert columns == {"id", "card", "day", "scans"}


@pytest.mark.parametrize(("scans", "shown"), [(0, "少于 5"), (4, "少于 5"), (5, "5")])
def test_a_count_in_which_one_person_could_be_guessed_is_not_shown(browser: Client, scans: int, shown: str) -> None:
    browser.post("/me/card/make/")
    card = Card.objects.get()
    for _ in range(scans):
        Client().get(f"/c/{card.token}/")
    page = words(browser.get("/me/card/"))
    assert f"今天 {shown} 次" in page
    assert f"累计 {shown} 次" in page


def test_what_counts_no_more_and_what_never_was_are_told_alike(browser: Client) -> None:
    browser.post("/me/card/make/")
    old = Card.objects.get().token
    browser.post("/me/card/renew/")
    answers = [Client().get(f"/c/{token}/") for token in (old, "never-was-one-at-all")]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert "这张名片已失效" in answers[0].content.decode()
    assert not ScanDay.objects.exists()


def test_after_a_full_withdrawal_the_card_leads_nowhere(browser: Client, doctor: UUID) -> None:
    browser.post("/me/card/make/")
    token = Card.objects.get().token
    assert Client().get(f"/c/{token}/").status_code == 302
    withdraw_all(actor=Actor(doctor, "doctor"))
    assert Client().get(f"/c/{token}/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_leave_one_card() -> None:
    reviewer = open_account(role="staff", number="13800138203", name="周审核", desk="reviewer")
    doctor = open_account(role="doctor", number="13800138204")
    qualify(doctor, reviewer=reviewer)
    actor, start = Actor(doctor, "doctor"), threading.Barrier(4)
    problems: list[BaseException] = []

    def act(renewing: bool) -> None:
        start.wait()
        try:
            with open_purpose("namecards", actor=actor, door="test"):
                (renew_card if renewing else make_card)(actor=actor)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(bool(which % 2),)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Card.objects.filter(doctor=doctor, withdrawn_at__isnull=True).count() == 1
