"""What a patient tells: plain answers and own words, nothing chosen beforehand."""

from typing import Any

import pytest

from yinuo.patients.forms import AskForm

ALL = frozenset({"name", "allergies", "current_drugs"})
ANSWERS = {
    "complaint": "湿疹复诊",
    "age": "30",
    "statement": "去年，南桥医院，湿疹",
    "has_allergies": "none",
    "has_drugs": "none",
}


def form(granted: frozenset[str] = ALL, **changes: Any) -> AskForm:
    return AskForm({**ANSWERS, **changes}, granted=granted)


def test_nothing_is_chosen_beforehand() -> None:
    assert "checked" not in AskForm(granted=ALL).as_div()


@pytest.mark.parametrize(
    ("choice", "words", "told"),
    [("none", "", "没有"), ("unknown", "", "不清楚"), ("some", "青霉素", "青霉素"), ("none", "青霉素", "没有")],
)
def test_a_plain_answer_or_own_words(choice: str, words: str, told: str) -> None:
    filled = form(has_allergies=choice, allergies=words)
    assert filled.is_valid(), filled.errors
    assert filled.told("has_allergies", "allergies") == told


def test_who_has_some_must_say_which() -> None:
    assert set(form(has_allergies="some").errors) == {"allergies"}
    assert set(form(has_drugs="some", current_drugs="  ").errors) == {"current_drugs"}


def test_what_was_not_agreed_to_has_no_field_and_no_value() -> None:
    filled = form(frozenset(), allergies="青霉素", has_allergies="some", patient_name="周先生")
    assert filled.is_valid(), filled.errors
    assert filled.told("has_allergies", "allergies") is None
    assert "patient_name" not in filled.cleaned_data


@pytest.mark.parametrize(("age", "minor"), [("17", True), ("0", True), ("18", False), ("130", False)])
def test_under_18_is_told_apart(age: str, minor: bool) -> None:
    filled = form(age=age)
    filled.is_valid()
    assert filled.under_age is minor


@pytest.mark.parametrize("field", ["complaint", "statement"])
def test_a_nul_is_refused(field: str) -> None:
    changes: dict[str, Any] = {field: "头\x00痛"}
    assert field in form(**changes).errors
