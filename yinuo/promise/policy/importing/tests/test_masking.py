"""Contacts and names never leave the importer, in whichever form it answers."""

import json

import pytest

from yinuo.promise.policy.importing.masking import Mask
from yinuo.promise.policy.importing.tests import made_up
from yinuo.promise.policy.importing.tests.reading import imported
from yinuo.promise.policy.importing.words import in_words

pytestmark = pytest.mark.clause("8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话：0100-5550-123邮箱", "电话：{phone}邮箱"),
        ("手机 13900001111。", "手机 {phone}。"),
        ("致电 +86 139-0000-1111 或 400-000-1234", "致电 {phone} 或 {phone}"),
        ("热线：95000（全天）", "热线：{phone}（全天）"),
        ("监管热线12377", "监管热线12377"),
        ("写信到 a.b-c@mail.clinic.example。", "写信到 {email}。"),
        ("个人信息保护负责人：章样本邮箱：x@y.example", "个人信息保护负责人：{officer}邮箱：{officer_email}"),
        ("联系人：欧阳样本，邮箱 x@y.example", "联系人：{officer}，邮箱 {officer_email}"),
        ("负责人为章样本（法务）。章样本负责答复。", "负责人为{officer}（法务）。{officer}负责答复。"),
        ("负责人：信息安全部", "负责人：信息安全部"),
        ("身份证号 110101203101011234 示例", "身份证号 ＊＊＊ 示例"),
        ("微信号：clinic_2031", "微信号：＊＊＊"),
        ("邮编：100000", "邮编：＊＊＊"),
        ("地址：示例省样本市虚构路7号。", "地址：{address}。"),
        (
            "“我们”是指示例云诊所有限公司，以下同。示例云诊所有限公司负责。",
            "“我们”是指{operator}，以下同。{operator}负责。",
        ),
        ("我们收集 IP 地址、MAC 地址和 2031年05月06日 的日志", "我们收集 IP 地址、MAC 地址和 2031年05月06日 的日志"),
    ],
)
def test_what_is_covered_and_what_is_not(text: str, shown: str) -> None:
    assert Mask(text).shown(0, len(text)) == shown


def test_a_slice_never_shows_half_of_a_number() -> None:
    text = "电话：13900001111。"
    mask = Mask(text)
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert not any(digit in mask.shown(start, end) for digit in "1390")


def test_nothing_of_the_contacts_is_in_any_answer() -> None:
    found = imported(made_up.both_versions())
    answers = json.dumps(found.as_json(), ensure_ascii=False) + in_words(found)
    for secret in ("5550", "@", made_up.OFFICER, "虚构路", made_up.OPERATOR):
        assert secret in found.text and secret not in answers
    assert "电话：{phone}邮箱：{email}个人信息保护负责人：{officer}邮箱：{officer_email}" in answers


def test_a_difference_in_the_contacts_alone_is_told_as_one() -> None:
    older = made_up.made_up("2.4.0").replace("5550", "5551")
    found = imported(made_up.made_up() + older)
    assert [difference.clause for difference in found.differences] == ["8"]
    said = found.as_json()["not_understood"]
    assert any("只在隐去的" in sentence for sentence in said) and any("2 个不同的值" in sentence for sentence in said)
