"""Reading a mobile number as people type it."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext as _

HOME_REGION = "CN"
LONGEST = 40
_SHAPE = re.compile(r"\+?[0-9]{5,15}")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015]")


class MalformedNumber(ValueError):
    """What was typed is no mobile number; the message is a sentence for the person."""


def read_number(typed: str) -> str:
    """The number in E.164. A mainland number needs no country code; full-width digits, blanks, dashes and the
    invisible direction marks of a copied contact are taken away."""
    if len(typed) > LONGEST:
        raise MalformedNumber(_wrong())
    folded = unicodedata.normalize("NFKC", typed)
    visible = "".join(mark for mark in folded if unicodedata.category(mark) != "Cf")
    bare = _BETWEEN.sub("", visible)
    if not bare:
        raise MalformedNumber(_("请填写手机号码。"))
    if not _SHAPE.fullmatch(bare):
        raise MalformedNumber(_wrong())
    try:
        number = phonenumbers.parse(bare, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise MalformedNumber(_wrong()) from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        raise MalformedNumber(_wrong())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(number: str) -> str:
    """``138****5678``; a number of another country keeps its country code and the last four digits."""
    read = phonenumbers.parse(number, HOME_REGION)
    digits = phonenumbers.national_significant_number(read)
    if read.country_code == 86:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"+{read.country_code} ****{digits[-4:]}"


_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def _wrong() -> str:
    return _("这不是一个有效的手机号码。中国大陆号码请填 11 位数字；其他地区请以 + 和国家代码开头，例如 +852。")
