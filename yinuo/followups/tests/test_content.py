"""Plans as data: the hospital's own are sound, and each fault has its fixture."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.followups.catalogue import ORDER, catalogue
from yinuo.followups.content import Content, Option, Question, Step, as_json, days, read_content
from yinuo.followups.lint import MOST_OCCASIONS, cycle, faults

pytestmark = pytest.mark.clause("1.7")
GLUCOSE = Question("sugar", "空腹血糖", "value", measure="glucose", unit="mmol/L", target_low=4.4, look_high=11.1)
YES_NO = Question("ill", "有没有不舒服", "choice", options=(Option("no", "没有"), Option("yes", "有", alert="look")))


def content(*steps: Step, questions: tuple[Question, ...] = (GLUCOSE, YES_NO), **more: Any) -> Content:
    made = steps or (Step("one", "每天", 1, 7, ("sugar", "ill")),)
    return Content("own", "自己的计划", "", made, questions, **more)


def said(made: Content) -> str:
    return " ".join(fault.sentence for fault in faults(made))


@pytest.mark.parametrize("key", ORDER)
def test_each_plan_of_the_hospital_is_sound(key: str) -> None:
    plan = catalogue()[key]
    assert faults(plan) == []
    assert plan.key == key
    assert read_content(as_json(plan)) == plan


def test_the_hospital_has_a_plan_for_each_disease() -> None:
    assert set(catalogue()) == {"hypertension", "diabetes", "asthma", "after_surgery", "depression", "pregnancy"}


def test_a_cycle_between_steps_is_refused_by_name() -> None:
    first = Step("one", "每天", 1, 7, ("ill",), after="two")
    second = Step("two", "每周", 7, 4, ("ill",), after="one")
    made = content(first, second)
    assert set(cycle(made)) == {"每天", "每周"}
    assert "永远不会开始" in said(made)
    assert "永远不会开始" in said(content(msgspec.structs.replace(first, after="one")))


@pytest.mark.parametrize(
    ("unit", "words"), [("mg/dL", "11.1 mg/dL 约为 0.6 mmol/L"), ("mmHg", "要用 mmol/L"), ("", "要用 mmol/L")]
)
def test_a_threshold_of_the_wrong_unit_is_refused(unit: str, words: str) -> None:
    only = msgspec.structs.replace(GLUCOSE, unit=unit, target_low=None)
    assert words in said(content(questions=(only, YES_NO)))


def test_a_threshold_in_another_units_numbers_is_refused() -> None:
    assert "是不是用了别的单位" in said(content(questions=(msgspec.structs.replace(GLUCOSE, look_high=126), YES_NO)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target_low": 9.0, "look_high": 5.0}, "次序不对"),
        ({"measure": "mood"}, "不在可测量的表里"),
        ({"options": (Option("a", "甲"), Option("b", "乙"))}, "不能有选项"),
        ({"id": "Sugar!"}, "编号"),
        ({"label": ""}, "名称"),
        ({"label": "有没有不舒服"}, "出现了两次"),
        ({"kind": "words"}, "不能有单位和界限"),
        ({"hint": "字" * 201}, "提示太长"),
    ],
)
def test_each_fault_of_a_question_is_said(change: dict[str, Any], words: str) -> None:
    assert words in said(content(questions=(msgspec.structs.replace(GLUCOSE, **change), YES_NO)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"every": 0}, "间隔 1 至 180 天"),
        ({"times": 201}, "次数 1 至 200"),
        ({"window": 25}, "填写时间"),
        ({"after": "nowhere"}, "不存在的阶段"),
        ({"questions": ("gone",)}, "不存在的问题"),
        ({"questions": ()}, "没有问题"),
        ({"every": 180, "times": 5, "window": 24}, "最长两年"),
    ],
)
def test_each_fault_of_a_step_is_said(change: dict[str, Any], words: str) -> None:
    assert words in said(content(msgspec.structs.replace(content().steps[0], **change)))


def test_a_score_stands_on_its_questions() -> None:
    plan = catalogue()["depression"]
    less = tuple(one for one in plan.questions if one.id != "sleep")
    step = msgspec.structs.replace(plan.steps[0], questions=tuple(one.id for one in less))
    assert "由选择题相加" in said(msgspec.structs.replace(plan, questions=less, steps=(step,)))


def test_another_shape_is_no_plan() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_content({**as_json(content()), "script": "<b>"})


STEPS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 12), st.integers(0, 9), st.integers(-1, 5)), min_size=1, max_size=6
)


@given(STEPS)
def test_what_the_lint_lets_through_can_be_laid_out(drawn: list[tuple[int, int, int, int]]) -> None:
    """Whatever the steps wait for: there is a fault, or each begins after the one that it waits for has ended."""
    steps = tuple(
        Step(f"s{place}", f"第{place}步", every, times, ("ill",), f"s{after}" if after >= 0 else "", rest)
        for place, (every, times, rest, after) in enumerate(drawn)
    )
    made = content(*steps)
    if faults(made):
        return
    begins = days(made)
    assert sum(step.times for step in steps) <= MOST_OCCASIONS
    for step in steps:
        assert begins[step.id][0] >= (begins[step.after][1] if step.after else 0)
