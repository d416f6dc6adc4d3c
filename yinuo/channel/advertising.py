"""What reads like an advertisement, with its place: a declared list that warns the author and the reviewer.

A person decides. The list finds words, not intentions: it is no proof of anything, and nothing is refused by it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AROUND = 14


@dataclass(frozen=True)
class Rule:
    """``name`` is its kind as a person says it; ``why`` says what to do."""

    id: str
    name: str | Promise
    why: str | Promise
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Mark:
    """Found words: ``line`` counts from 1 in the part that was read; ``before`` and ``after`` stand around them."""

    rule: Rule
    start: int
    end: int
    line: int
    before: str
    words: str
    after: str


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


RULES: tuple[Rule, ...] = (
    Rule(
        "contact",
        _("联系方式"),
        _("科普文章不留联系方式。读者想问，可以在健康号匿名提问，或在问诊里联系。"),
        _any(
            r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)",
            r"(?<!\d)(?:0\d{2,3}|400)[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)",
            r"(?:加|扫|关注)[^，。；\n]{0,4}(?:微信|公众号|二维码|小程序|群)",
            r"(?:微信|vx|v信|薇信|qq)\s*(?:号)?\s*[:：]?\s*[a-z0-9_-]{5,}",
            r"https?://\S+|www\.\S+|[a-z0-9-]+\.(?:com|cn|net|shop|top|vip)\b",
            r"[\w.+-]+@[\w-]+\.[\w.]+",
            r"私信我|私聊我|点击链接|扫码",
        ),
    ),
    Rule(
        "price",
        _("价格和促销"),
        _("科普文章不谈价格和优惠。"),
        _any(
            r"[¥￥]\s*\d+(?:\.\d+)?",
            r"\d+(?:\.\d+)?\s*(?:元|块钱|rmb)",
            r"\d(?:\.\d)?\s*折",
            r"优惠|打折|特价|限时|秒杀|促销|免费领|团购|包邮|下单|抢购|代金券|立减",
        ),
    ),
    Rule(
        "superlative",
        _("绝对化用语"),
        _("说到疗效不用绝对的词。改成有出处的数据，或去掉。"),
        _any(
            r"国家级|最高级|最佳|最好的|最先进|最有效|第一品牌|全国第一|唯一|顶级|独家|首选品牌",
            r"根治|治愈率|有效率|包治|药到病除|百分之百|100\s*[%％]|绝对(?:安全|有效)|彻底(?:治好|治愈|告别)",
            r"无(?:任何)?(?:毒)?副作用|零副作用|永不复发|立竿见影|神药|特效药|祖传秘方",
        ),
    ),
    Rule(
        "brand",
        _("品牌和商品"),
        _("药品、器械写通用名，不写品牌；不推荐某一家的商品。"),
        _any(
            r"[®™]",
            r"旗舰店|专卖店|官方店|网店|直播间|同款|代言|总代理|厂家直销",
            r"[\u4e00-\u9fff]{2,6}牌(?![照位子匾])",
        ),
    ),
    Rule(
        "testimony",
        _("患者推荐"),
        _("不用患者的感谢或病例来证明疗效。"),
        _any(
            r"(?:患者|病人|顾客|网友)们?(?:都|纷纷|亲测)(?:说|反馈|推荐|好评|见证)",
            r"亲测有效|好评如潮|现身说法|锦旗",
        ),
    ),
)  # fmt: skip


def marks(text: str) -> list[Mark]:
    """Everything that a rule finds, in the order of the text."""
    found = [mark for rule in RULES for mark in _found(rule, text)]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _found(rule: Rule, text: str) -> Iterator[Mark]:
    for one in rule.pattern.finditer(text):
        start, end = one.span()
        if start == end:
            continue
        line = text.count("\n", 0, start) + 1
        before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
        after = text[end : end + AROUND].partition("\n")[0]
        yield Mark(rule, start, end, line, before, text[start:end], after)
