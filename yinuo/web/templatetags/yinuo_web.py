"""Tags of every page: icons, times, masked numbers, the bars, fields. None of them writes a style or a script."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import lucide
from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yinuo.web import navigation, text

register = template.Library()

# Reasons of a refusal that the person's own word can change.
ALLOWED_AGAIN = frozenset({"withdrawn", "no_grant", "grant_withdrawn"})

ICON_SIZE = 22
_CHINESE = re.compile("[\u4e00-\u9fff]")


@register.simple_tag
def icon(name: str, label: str = "", size: int = ICON_SIZE) -> SafeString:
    """A lucide icon. It is silent for a screen reader unless it has a ``label``: then it is a picture with a name."""
    attributes = {"class": "icon", "role": "img", "aria-label": str(label)} if label else {"class": "icon"}
    if not label:
        attributes |= {"aria-hidden": "true", "focusable": "false"}
    drawing: str = lucide._render_icon(str(name), size, **attributes)
    return mark_safe(drawing)  # noqa: S308 - drawn by the package; names are the templates' own


@register.simple_tag
def human_time(when: datetime | None) -> SafeString:
    """「3 分钟前」 as a person says it; the exact time is in the title, and shown on tap by its element."""
    if when is None:
        return SafeString("")
    local = timezone.localtime(when)
    return format_html(
        '<human-time><time datetime="{}" title="{}">{}</time></human-time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "Y-m-d H:i"),
        said(local, timezone.localtime()),
    )


def said(when: datetime, now: datetime) -> str:
    """The words for ``when`` seen from ``now``; both in local time."""
    minutes = int((now - when).total_seconds() // 60)
    clock = when.strftime("%H:%M")
    if minutes < 0:
        return _in_future(-minutes, when, now, clock)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return ngettext("%(minutes)d 分钟前", "%(minutes)d 分钟前", minutes) % {"minutes": minutes}
    days = (now.date() - when.date()).days
    if days == 0:
        hours = minutes // 60
        return ngettext("%(hours)d 小时前", "%(hours)d 小时前", hours) % {"hours": hours}
    if days == 1:
        return _("昨天 %(clock)s") % {"clock": clock}
    return _dated(when, now, clock)


def _in_future(minutes: int, when: datetime, now: datetime, clock: str) -> str:
    if minutes < 60:
        return ngettext("%(minutes)d 分钟后", "%(minutes)d 分钟后", minutes) % {"minutes": minutes}
    days = (when.date() - now.date()).days
    if days < 2:
        return (_("明天 %(clock)s") if days else _("今天 %(clock)s")) % {"clock": clock}
    return _dated(when, now, clock)


def _dated(when: datetime, now: datetime, clock: str) -> str:
    values = {"year": when.year, "month": when.month, "day": when.day, "clock": clock}
    if when.year == now.year:
        return _("%(month)d月%(day)d日 %(clock)s") % values
    return _("%(year)d年%(month)d月%(day)d日") % values


@register.filter
@register.simple_tag
def masked(number: object) -> str:
    """138****5678: enough to recognise one's own number, too little to learn another's."""
    text = str(number or "").replace(" ", "")
    text = text.removeprefix("+86")
    if len(text) < 8:
        return text[:1] + "****" if text else ""
    return f"{text[:3]}****{text[-4:]}"


@register.simple_tag
def url_if(name: str) -> str:
    """The path of a named page, or nothing when that page does not exist."""
    return navigation.path_of(name)


@register.simple_tag
def clause_link(clause: str, url: str = "") -> SafeString:
    """「第 1.1b 条」, a link when the page knows where the clause is read."""
    words = _("第 %(clause)s 条") % {"clause": clause}
    if not url:
        return format_html('<span class="clause-link muted">{}</span>', words)
    return format_html('<a class="clause-link" href="{}">{}</a>', url, words)


@register.filter
def in_chinese(words: str) -> SafeString:
    """Words of the policy, which are Chinese in every language of the page: marked, so that they are read aloud so."""
    if _spoken() == "zh" or not _CHINESE.search(words):
        return conditional_escape(words)
    return format_html('<span lang="zh-CN">{}</span>', words)


@register.simple_tag
def house() -> str:
    """The hospital's name: whoever operates this installation."""
    return str(settings.YINUO_OPERATOR.name)


@register.simple_tag
def chinese_binds() -> SafeString:
    """Beside words of the policy on a page in English; nothing on a Chinese page."""
    if _spoken() == "zh":
        return SafeString("")
    return format_html('<p class="muted">{}</p>', _("政策只有中文文本，以它为准。"))


def _spoken() -> str:
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


@register.simple_tag
def field_input(field: BoundField, why: str = "", cost: str = "") -> SafeString:
    """The control with everything that describes it, in the order in which it stands on the page."""
    described = []
    if why or field.help_text:
        described.append(f"{field.auto_id}_helptext")
    if cost:
        described.append(f"{field.auto_id}_cost")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    described_by = " ".join(described)
    if field.use_fieldset:
        group = '<div class="stack" role="group" aria-labelledby="{}_label" aria-describedby="{}">{}</div>'
        return format_html(group, field.auto_id, described_by, field.as_widget())
    return field.as_widget(attrs={"aria-describedby": described_by} if described else {})


@register.simple_tag(takes_context=True)
def text_size(context: Context) -> str:
    """The size of letters that this browser chose, or nothing."""
    request = context.get("request")
    return text.chosen(request) if request is not None else ""


@register.simple_tag(takes_context=True)
def where_to_allow(context: Context) -> str:
    """Where the person who looks can allow again what was refused; empty when that is not theirs to allow."""
    given = str(context.get("allow_url") or "")
    verdict, actor = context.get("verdict"), getattr(context.get("request"), "actor", None)
    if given or verdict is None or actor is None or actor.person is None or verdict.person != actor.person:
        return given
    return navigation.path_of("accounts:privacy") if verdict.reason in ALLOWED_AGAIN else ""


@register.simple_block_tag(takes_context=True)
def tabbar(context: Context, content: str, role: str) -> SafeString:
    """The bottom bar. What stands between the tags is the name of the present place."""
    return _bar(context, "web/tabbar.html", role, content)


@register.simple_block_tag(takes_context=True)
def sidebar(context: Context, content: str) -> SafeString:
    """The console's side bar, with the entries of the desk that is looking."""
    return _bar(context, "web/sidebar.html", "staff", content)


def _bar(context: Context, page: str, role: str, current: str) -> SafeString:
    actor = getattr(context.get("request"), "actor", None)
    shown: Mapping[str, Any] = {
        "entries": navigation.entries(role, current=current.strip(), desk=getattr(actor, "desk", ""))
    }
    return render_to_string(page, dict(shown))
