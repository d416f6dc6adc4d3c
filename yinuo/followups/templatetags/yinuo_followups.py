"""The follow-ups' places on pages of other rooms: how much waits, and nothing of what."""

from django import template
from django.template.context import Context

from yinuo.followups.pages.listing import urgent, waiting
from yinuo.followups.pages.mine import to_do
from yinuo.followups.wording import worded

register = template.Library()
register.filter("worded", worded)


@register.simple_tag(takes_context=True)
def followups_waiting(context: Context) -> int:
    """For a doctor the patients who want her now, for a patient what he is asked now."""
    actor = context["request"].actor
    return waiting(actor) if actor.role == "doctor" else to_do(actor)


@register.simple_tag(takes_context=True)
def followups_urgent(context: Context) -> int:
    """Of those who want this doctor now, how many should not wait."""
    return urgent(context["request"].actor)
