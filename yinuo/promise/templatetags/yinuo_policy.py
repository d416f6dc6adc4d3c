"""What the policy in force says of one item of one purpose, beside the field that asks for it."""

from dataclasses import dataclass
from typing import cast

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from yinuo.promise.policy import library
from yinuo.promise.policy.model import Need, Version
from yinuo.promise.policy.words import item_name

register = template.Library()


@dataclass(frozen=True)
class ItemWords:
    """Empty words when the version in force does not declare the item for the purpose."""

    name: str = ""
    why: str = ""
    refusing: str = ""
    clause: str = ""
    url: str = ""
    extra: bool = False
    declared: bool = False


def item_words(version: Version, purpose: str, item: str) -> ItemWords:
    declared = version.purposes.get(purpose)
    use = version.use(purpose, item)
    if declared is None or use is None or not declared.offered or not use.collected:
        return ItemWords()
    url = f"{reverse('policy:version', args=[version.role, version.number])}#{declared.clause}"
    name = item_name(version.items[item])
    return ItemWords(name, use.why, use.refusing, declared.clause, url, use.need is Need.EXTRA, True)


@register.simple_tag(takes_context=True)
def item_use(context: Context, role: str, purpose: str, item: str) -> ItemWords:
    """``{% item_use "doctor" "credentials.qualification" "title" as use %}``: then ``use.why``, ``use.refusing``,
    ``use.clause``, ``use.url``, ``use.extra``."""
    return item_words(_in_force(context, role, purpose), purpose, item)


@register.simple_tag(takes_context=True)
def clause_line(context: Context, role: str, purpose: str, item: str) -> SafeString:
    """Why, what leaving it out costs, and the clause to read; nothing for an item that is not declared."""
    use = item_words(_in_force(context, role, purpose), purpose, item)
    return render_to_string("promise/policy/clause_line.html", {"use": use})


def _in_force(context: Context, role: str, purpose: str) -> Version:
    """Read once a page: a form asks for a dozen items."""
    key = f"policy in force {role} {purpose}"
    store = cast(dict[str, Version], context.render_context.dicts[0])
    if key not in store:
        store[key] = library().governing(role, purpose)
    return store[key]
