"""What reads like an advertisement is found, with its place; what does not is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.channel.advertising import RULES, marks

ADVERTISEMENTS = {
    "contact": [
        "加我微信细聊",
        "电话 13812345678",
        "扫码进群领取",
        "微信号：abc_12345",
        "a@b.cn",
    ],
    "price": ["原价￥199", "只要 99 元", "全场八折优惠", "限时秒杀"],
    "superlative": ["根治湿疹", "治愈率很高", "无任何副作用", "国内最先进", "100% 有效"],
    "brand": ["认准某某®", "去官方旗舰店买", "三九牌膏药"],
    "testimony": ["患者都说好", "亲测有效", "收到锦旗"],
}
PLAIN = (
    "洗完澡三分钟内涂保湿霜，水温不烫手。流水、化脓、发热，请当天到医院就诊。",
    "患者说夜里更痒，可能与体温升高有关。",
    "每天 2 次，每次 5 分钟；每周不超过 100 克。",
    "执照、号码牌和指示牌都要看清。",
)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in ADVERTISEMENTS.items() for text in texts])
def test_an_advertisement_is_found_by_its_kind(rule: str, text: str) -> None:
    assert rule in {mark.rule.id for mark in marks(f"前一行\n{text}")}
    assert all(mark.line == 2 for mark in marks(f"前一行\n{text}"))


@pytest.mark.parametrize("text", PLAIN)
def test_plain_advice_is_left_alone(text: str) -> None:
    assert [mark.words for mark in marks(text)] == []


def test_every_rule_has_a_name_a_reason_and_a_case() -> None:
    assert {rule.id for rule in RULES} == set(ADVERTISEMENTS)
    assert all(str(rule.name) and str(rule.why) for rule in RULES)


@given(st.text(alphabet="加微信扫码元折根治13812345678 \n¥%a.cn", max_size=80))
def test_a_mark_stands_where_it_says(text: str) -> None:
    for mark in marks(text):
        assert text[mark.start : mark.end] == mark.words
        assert text[: mark.start].endswith(mark.before)
        assert text[mark.end :].startswith(mark.after)
        assert "\n" not in mark.before + mark.after
