"""A value that is held, as a person reads it: in words, never in the shape in which the program keeps it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yinuo.channel.api import article_in_words, chapters_in_words
from yinuo.followups.api import plan_in_words
from yinuo.notices.api import choices_in_words
from yinuo.promise.vault import Closed
from yinuo.promise.vault.holdings import Holding
from yinuo.security.api import visit_in_words


def _fingerprint(value: Any) -> str:
    """A hash says nothing to a person."""
    return _("只存了一串无法还原的指纹")


def _article(value: Any) -> str:
    """The item is also that of an answer in public, which is words."""
    return article_in_words(value) if isinstance(value, Mapping) else str(value)


def _followed(value: Any) -> str:
    """Looking at one's own information opens no other person's name; the page of following shows it."""
    return _("您关注的一位医生，是谁请看“关注”")


def _address(value: Any) -> str:
    """What a push is delivered by is a key to the device, not a word."""
    return _("一台设备的推送地址，只用来送达，不显示")


def _chapters(value: Any) -> str:
    """The item is also that of the recording itself."""
    return chapters_in_words(value) if isinstance(value, list) else _plainly(value)


# SECURITY: a log-in alone shows of these no more than clause 1.11 says. The whole number of a card is on its own page,
# after a new code; the identity number is shown nowhere once it is kept.
def _tail(value: Any) -> str:
    return f"•••• {str(value)[-4:]}"


def _never(value: Any) -> str:
    return _("已保存；为防冒用，不再显示")


SPEAKERS: Mapping[str, Callable[[Any], str]] = {
    "verification_code": _fingerprint,
    "bank_card_number": _tail,
    "id_number": _never,
    "followup_plan": plan_in_words,
    "followup_template": plan_in_words,
    "channel_draft": _article,
    "channel_text": _article,
    "channel_follow": _followed,
    "channel_audio": _chapters,
    "service_log": visit_in_words,
    "push_choices": choices_in_words,
    **dict.fromkeys(
        ("push_endpoint", "push_endpoint_google", "push_endpoint_mozilla", "push_endpoint_apple"), _address
    ),
}


def spoken(one: Holding) -> str:
    """Empty for a file and for what is closed."""
    if one.value is None or isinstance(one.value, Closed):
        return ""
    return SPEAKERS.get(one.item, _plainly)(one.value)


def _plainly(value: Any) -> str:
    if isinstance(value, Mapping):
        return "；".join(f"{name}：{_plainly(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "、".join(_plainly(part) for part in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{value:g}" if isinstance(value, float) else str(value)
