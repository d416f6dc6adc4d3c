"""The notices' places on pages of other rooms: a prominent line, and the way in."""

from django import template
from django.template.context import Context

from yinuo.notices.pages import NoticeRow, prominent
from yinuo.promise.gate import Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def material_change(context: Context) -> NoticeRow | None:
    """The material change that waits for whoever is looking, or None."""
    actor: Actor = context["request"].actor
    return prominent(actor.person) if actor.person is not None else None
