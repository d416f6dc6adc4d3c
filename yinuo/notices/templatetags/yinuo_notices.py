"""The notices' places on pages of other rooms: a prominent line, and the way in."""

from django import template
from django.template.context import Context

from yinuo.notices.pages import NoticeRow, prominent
from yinuo.notices.push.page import Switch, renewal
from yinuo.promise.gate import Actor
from yinuo.realtime.api import session_hash

register = template.Library()


@register.simple_tag(takes_context=True)
def material_change(context: Context) -> NoticeRow | None:
    """The material change that waits for whoever is looking, or None."""
    actor: Actor = context["request"].actor
    return prominent(actor.person) if actor.person is not None else None


@register.simple_tag(takes_context=True)
def push_renewal(context: Context) -> Switch | None:
    """For a device that took pushes before this log-in, or None."""
    request = context["request"]
    actor: Actor = request.actor
    if actor.person is None or actor.role not in ("doctor", "patient"):
        return None
    return renewal(actor.person, actor.role, session_hash(str(request.session.session_key)))
