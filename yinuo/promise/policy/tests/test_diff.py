from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from yinuo.promise.policy.cells import Key
from yinuo.promise.policy.diff import Difference, Direction, as_json, diff
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.tests.samples import (
    CHAPTERS,
    ITEM_FILE,
    RECIPIENT_FILE,
    STORAGE_FILE,
    TALKING,
    write_policy,
)
from yinuo.promise.policy.tests.versions import versions


def _widened(before: Version, after: Version) -> set[Key]:
    return {each.key for each in diff(before, after) if each.direction is Direction.WIDENING}


def _covers(widened: set[Key], each: Difference, last: Version) -> bool:
    """The same thing was widened, or what it stands in came or came into use as a whole."""
    holders = {("item", each.purpose, each.item), ("purpose", each.purpose), each.key[:2]}
    if each.item and not each.purpose:
        holding = [purpose.id for purpose in last.purposes.values() if each.item in purpose.items]
        holders |= {("item", purpose, each.item) for purpose in holding}
        holders |= {("purpose", purpose) for purpose in holding}
    if each.kind == "retention":
        holders |= {("retention", each.item, "most"), ("retention", each.item, "beyond")}
    if each.kind == "permission":
        holders.add(("permission", each.purpose, each.key[-1]))
    return bool(widened & (holders | {each.key}))


@given(versions())
def test_a_version_does_not_differ_from_itself(version: Version) -> None:
    assert diff(version, version) == ()


@given(versions(), versions())
def test_the_way_back_is_the_mirror_of_the_way_there(before: Version, after: Version) -> None:
    there = {(each.key, each.kind, each.direction) for each in diff(before, after)}
    back = {(each.key, each.kind, each.direction.mirrored) for each in diff(after, before)}

    assert there == back


@given(versions(), versions(), versions())
def test_nothing_is_widened_on_the_whole_way_that_is_not_widened_in_a_step(
    first: Version, middle: Version, last: Version
) -> None:
    steps = _widened(first, middle) | _widened(middle, last)

    for each in diff(first, last):
        if each.direction is Direction.WIDENING:
            assert _covers(steps, each, last), each


@given(versions(), versions())
def test_each_clause_tells_its_words_at_most_once_and_never_beside_a_declared_difference(
    before: Version, after: Version
) -> None:
    found = diff(before, after)
    texts = [each.clause for each in found if each.key[0] == "text"]

    assert len(texts) == len(set(texts))
    assert not set(texts) & {each.clause for each in found if each.key[0] != "text"}


W, N, E = Direction.WIDENING, Direction.NARROWING, Direction.EDITORIAL
PERMISSION = TALKING[TALKING.index("\n[[purpose.permission]]") : TALKING.rindex("```")]
NOTE = TALKING[TALKING.index("# A voice note") : TALKING.index("\n[[purpose.permission]]")]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("talking", NOTE, "", {("item", "1.1", N, "不再收集“语音消息”")}),
        ("talking", PERMISSION, "", {("permission", "1.1", N, "不再使用设备权限“麦克风”")}),
        ("talking", "offered = true", "offered = false", {("purpose", "1.1", N, "本版暂未提供")}),
        ("talking", 'need = "extra"', 'need = "basic"', {("need", "1.1", W, "由“附加”信息改为“基本”信息")}),
        ("talking", "separate = true", "separate = false", {("basis", "1.1", W, "由“您的单独同意”改为“您的同意”")}),
        ("talking", 'basis = "consent"', 'basis = "legal_duty"', {("basis", "1.1", W, "法定义务")}),
        ("talking", 'basis = "contract"', 'basis = "consent"', {("basis", "1.1", N, "改为“您的同意”")}),
        ("talking", 'after = "record"', 'after = "delete"', {("after", "1.1", N, "改为“删除”")}),
        ("talking", '["given"]', '["given", "derived"]', {("source", "1.1", W, "新增一种来源：经您授权分析得出")}),
        ("talking", "separate = true", "separate = true\ncollected = false", {("item", "1.1", N, "本版不收集")}),
        ("talking", '"与患者图文、语音问诊"', '"与患者交流"', {("purpose", "1.1", E, "改为“与患者交流”")}),
        ("talking", "按住说话时", "说话时", {("text", "1.1", E, "只改了文字")}),
        ("talking", "您可以发送", "您可以\n发送", set()),
        ("items", "P3Y", "P5Y", {("retention", "1.1", W, "由“3年”改为“5年”")}),
        ("items", "P3Y", "account", {("retention", "1.1", W, "账户"), ("retention", "1.1", N, "账户")}),
        ("items", "P15Y", "P16Y", set()),
        ("items", 'sensitivity = "sensitive"', 'sensitivity = "personal"', {("sensitivity", "1.1", W, "个人信息")}),
        ("recipients", '["message_text"]', '["message_text", "voice_note"]', {("recipient", "3", W, "“语音消息”")}),
        ("recipients", 'place = "cn"', 'place = "sg"', {("place", "3", W, "sg"), ("place", "3", N, "中国境内")}),
        ("recipients", "sms.example.com", "b.example", {("recipient", "3", W, "b."), ("recipient", "3", N, "sms.")}),
        ("recipients", "发送后即删除", "一年", {("recipient", "3", E, "一年")}),
        ("recipients", RECIPIENT_FILE, "", {("recipient", "3", N, "不再有接收方“某短信服务商”")}),
        ("storage", STORAGE_FILE, "", {("storage", "2", N, "不再在您的设备上存放“登录状态”")}),
        ("storage", 'kind = "cookie"', 'kind = "cookie"\npersonal = true', {("storage", "2", W, "含个人信息")}),
    ],
)
def test_one_change_is_told_by_kind_and_direction(
    tmp_path: Path, file: str, old: str, new: str, expected: set[tuple[str, str, Direction, str]]
) -> None:
    files = {"talking": TALKING, "items": ITEM_FILE, "recipients": RECIPIENT_FILE, "storage": STORAGE_FILE}
    assert old in files[file]
    before = load(write_policy(tmp_path / "a", **files))
    files[file] = files[file].replace(old, new, 1)
    if (file, old) == ("talking", 'after = "record"'):
        files[file] = files[file].replace('after = "record"', 'after = "delete"')
    after = load(write_policy(tmp_path / "b", **files))

    found = diff(before, after)

    kinds = {(each.kind, each.clause, each.direction) for each in found}
    assert kinds == {(kind, clause, direction) for kind, clause, direction, _ in expected}
    for kind, _clause, direction, says in expected:
        assert any(says in each.text for each in found if (each.kind, each.direction) == (kind, direction))


def test_a_new_item_is_one_difference_though_the_text_names_it_now(tmp_path: Path) -> None:
    without = TALKING.replace(NOTE, "").replace("，也可以发送语音消息；发送语音消息时需要麦克风权限", "")
    before = load(write_policy(tmp_path / "a", talking=without, number="1.0.0"))
    after = load(write_policy(tmp_path / "b", number="1.0.1"))

    assert as_json(before, after) == {
        "from": "1.0.0",
        "to": "1.0.1",
        "differences": [
            {
                "clause": "1.1",
                "kind": "item",
                "direction": "widening",
                "item": "voice_note",
                "purpose": "consultations",
                "text": "第 1.1 条：新增收集“语音消息”。",
            }
        ],
    }


def test_a_dropped_promise_widens_and_a_new_place_of_storage_too(tmp_path: Path) -> None:
    before = load(write_policy(tmp_path))
    clauses = {**before.clauses, "2": replace(before.clauses["2"], measures=())}
    dropped = replace(before, place="cn, sg", clauses=clauses)

    found = {(each.kind, each.direction, each.clause) for each in diff(before, dropped)}

    assert found == {("measure", W, "2"), ("place", W, "4")}
    assert "存放在境内" in CHAPTERS
