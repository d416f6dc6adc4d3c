"""The words of a mail: what changed and where to read it. Nothing about the person who gets it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yinuo.promise.models import Announcement
from yinuo.promise.policy import library, words
from yinuo.promise.policy.duties import duties
from yinuo.promise.policy.reading import filled

MOST = 30


def letter_of(told: Announcement, role: str) -> tuple[str, str]:
    """Subject and text, in the policy's own language."""
    with override("zh-hans"):
        version = library().get(told.policy, told.number)
        subject = _("《%(title)s》V%(number)s 有重大变化") % {"title": version.title, "number": told.number}
        return subject, "\n".join(_lines(told, role))


def _lines(told: Announcement, role: str) -> list[str]:
    version = library().get(told.policy, told.number)
    before = library().find(told.policy, told.before)
    owed = duties(before, version) if before is not None else None
    lines = [
        _("您好："),
        "",
        _("《%(title)s》更新到 V%(number)s，%(day)s起生效。这是一次重大变化：")
        % {"title": version.title, "number": told.number, "day": told.effective.isoformat()},
        *(f"- {words.MATERIAL[letter]}" for letter in told.letters),
    ]
    if owed is not None and owed.asked:
        lines += ["", _("要您确认的："), *(f"- {each.text}" for each in owed.asked[:MOST])]
    if owed is not None and owed.told:
        lines += ["", _("另有："), *(f"- {each.text}" for each in owed.told[:MOST])]
    lines += [
        "",
        _("您确认之前，新增的内容不会生效。请登录后在弹出的页面上确认，或选“暂不确认”。"),
        *_where(told),
        "",
        _("不想再收到邮件：登录后在“我的→设置→账户信息→电子邮箱”里删除邮箱即可。"),
        "",
        filled("{operator}"),
        filled(_("电话：{phone}")),
    ]
    return lines


def _where(told: Announcement) -> list[str]:
    domain = settings.YINUO.domain
    if not domain:
        return []
    return [f"https://{domain}/policy/{told.policy}/{told.number}/differences?from={told.before}"]
