"""The permission matrix: every URL x everybody, asked by real requests; nothing of the URLconf is left out."""

import re
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern
from django.urls.converters import UUIDConverter
from pytest_django.fixtures import Settings

from tests.matrix.cast import NOTHING, Cast, assemble, doors
from tests.matrix.table import NOT_LOGGED_IN, STAFF, TABLE, Who
from yinuo.promise.gate import Actor
from yinuo.promise.gate.web import Door

LOG_IN = "/accounts/login/"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
# A door looks at no method. Two people try them all, everybody the two that pages use.
TRIES = {who: METHODS if who in (Who.VISITOR, Who.PATIENT) else ("GET", "POST") for who in Who}
DOORS = doors()
EVERY_DOOR = pytest.mark.parametrize("name", sorted(DOORS))
NO_PAGE = "/there-is-no-such-page/"
WITH_AN_OBJECT = [
    (name, key)
    for name in sorted(DOORS)
    for key, kind in DOORS[name].pattern.converters.items()
    if isinstance(kind, UUIDConverter)
]
SIGNED = ("wallet:heard_wechat", "wallet:heard_alipay")  # the services' own signature stands in the token's place
SECRET = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="yinuo-csrf" content="[^"]*"')


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.YINUO_MEDIA = tmp_path / "media"
    return assemble()


def ask(cast: Cast, who: Who, method: str, address: str, **options: bool) -> Any:
    """One request of a fresh browser; what it changed is undone."""
    client = cast.browser(who, **options)
    with transaction.atomic():
        answer = client.generic(method, address)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    answer.body = SECRET.sub(b"", content)  # type: ignore[attr-defined]
    return answer


def outcome(answer: Any, nothing: Any) -> str:
    """In, sent to the log-in, or the answer of a page that does not exist. ``method`` is that of a view which is inside
    already and has looked at nothing; JSON that says "no such item" is a view's own answer."""
    if answer.status_code == 302 and answer.headers["Location"].split("?")[0] == LOG_IN:
        return "log in"
    if answer.status_code == 405:
        return "method"
    if answer.status_code != 404 or answer.headers["Content-Type"] == "application/json":
        return "in"
    return "nothing" if answer.body == nothing.body else "a 404 of its own"


def expected(name: str, who: Who) -> str:
    if who in TABLE[name].enters:
        return "in"
    return "nothing" if who in TABLE[name].door or who not in NOT_LOGGED_IN else "log in"


def address(cast: Cast, name: str, **other: object) -> str:
    if name == "consultations:document":
        other = {"media_id": cast.objects["unused"]} | other
    return cast.address(name, DOORS[name], **other)


def actor(who: Who) -> Actor:
    roles = {Who.VISITOR: "visitor", Who.REGISTERING: "visitor", Who.PATIENT: "patient"}
    role = "staff" if who in STAFF else roles.get(who, "doctor")
    return Actor(UUID(int=1), role, who.value.replace(" ", "_") if role == "staff" else "")


def test_every_url_has_its_row_and_every_row_its_url() -> None:
    assert sorted(DOORS) == sorted(TABLE)


@EVERY_DOOR
def test_every_view_stands_behind_the_door_that_the_table_names(name: str) -> None:
    door = getattr(DOORS[name].callback, "door", None)
    assert isinstance(door, Door)
    assert {who for who in Who if door.admits(actor(who))} == TABLE[name].door


def test_an_address_without_a_row_is_noticed() -> None:
    added = URLPattern(DOORS["healthz"].pattern, DOORS["healthz"].callback, name="healthz:more")
    assert sorted({**DOORS, "healthz:more": added}) != sorted(TABLE)


def test_everybody_gets_the_answer_that_the_table_says(cast: Cast) -> None:
    nothing = {(who, way): ask(cast, who, way, NO_PAGE) for who in Who for way in TRIES[who]}
    wrong = {}
    for name, who in product(sorted(DOORS), Who):
        place, wanted = address(cast, name), expected(name, who)
        found = {way: outcome(ask(cast, who, way, place), nothing[who, way]) for way in TRIES[who]}
        inside = {"method"} if who in TABLE[name].door else set()
        if set(found.values()) - inside != {wanted}:
            wrong[name, who.value] = (wanted, found)
    assert not wrong, "\n".join(f"{cell} {how}" for cell, how in wrong.items())


def test_what_changes_something_needs_the_token_of_our_own_page(cast: Cast) -> None:
    taken = {
        (name, who.value)
        for name in sorted(DOORS)
        for who in sorted(TABLE[name].enters)
        if ask(cast, who, "POST", address(cast, name), enforce_csrf_checks=True).status_code != 403
    }
    assert taken == {(name, who.value) for name in SIGNED for who in Who}


def test_no_other_door_is_let_off_the_token() -> None:
    exempt = {name for name, door in DOORS.items() if getattr(door.callback, "csrf_exempt", False)}
    assert exempt == {*SIGNED, "bank:called"}


def test_what_is_somebody_elses_answers_like_what_does_not_exist(cast: Cast) -> None:
    """Status and body, for those whom the door admits and whom it does not belong to; to all others each address is one
    that does not exist, as the whole table says. One patient stands here: another patient's is in the rooms' tests."""
    told = set()
    for name, key in WITH_AN_OBJECT:
        for who, method in ((one, way) for one in TABLE[name].door - TABLE[name].enters for way in TRIES[one]):
            theirs = ask(cast, who, method, address(cast, name))
            nothing = ask(cast, who, method, address(cast, name, **{key: NOTHING}))
            if (theirs.status_code, theirs.body) != (nothing.status_code, nothing.body):
                told.add((name, key, who.value, method))
    assert told == set()


def test_papers_of_nobody_and_a_case_of_nobody_are_told_alike(cast: Cast) -> None:
    """Those who may enter learn no more from a wrong address than from one that was closed to them."""
    for who, name, key in (
        (Who.DOCTOR_AFTER, "consultations:attend", "consultation_id"),
        (Who.PATIENT, "patients:consultation", "consultation_id"),
        (Who.REVIEWER, "console:review_one", "application"),
        (Who.PATIENT, "patients:doctor", "doctor"),
    ):
        answer = ask(cast, who, "GET", address(cast, name, **{key: NOTHING}))
        assert (answer.status_code, answer.body) == (404, ask(cast, who, "GET", NO_PAGE).body)


@pytest.mark.django_db
def test_a_log_in_that_is_over_is_a_visitors() -> None:
    client = Client()
    client.cookies["yinuo_session"] = "x" * 32
    answer = client.get("/doctor/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LOG_IN}?next=%2Fdoctor%2F")
