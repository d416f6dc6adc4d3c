"""The case table through the ORM's adapter."""

import pytest

from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.tests.verdict_cases import CASES, Case
from yinuo.promise.vault import uuid7

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_pages_answer_as_the_table_says(case: Case) -> None:
    actor = confirmed(case.role)
    case.before(actor)
    with open_purpose(case.purpose, actor=actor, door="table") as context:
        verdict = context.ask(case.act, actor.who, case.item, through=case.through, source=case.source)
    assert verdict.reason is case.reason
    assert verdict.allowed is (case.reason in ("allowed", "record"))
    assert "%" not in verdict.sentence


def test_somebody_unknown_is_a_no() -> None:
    actor = Actor(uuid7(), "doctor")
    with open_purpose("consultations", actor=actor, door="table") as context:
        assert context.ask(CASES[0].act, actor.who, "message_text").reason == "unknown_person"


def test_rights_show_nobody_elses() -> None:
    one, two = confirmed("doctor"), confirmed("doctor")
    with open_purpose("rights", actor=one, door="table") as context:
        assert context.ask(CASES[13].act, two.who, "phone_number").reason == "not_yours"
