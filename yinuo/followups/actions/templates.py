"""A doctor's own wording of the hospital's plans."""

from django.utils import timezone

from yinuo.followups.catalogue import catalogue
from yinuo.followups.content import Content, as_json, read_content
from yinuo.followups.lint import faults
from yinuo.followups.models import Template
from yinuo.followups.problems import UnableToPropose, UnableToUsePlan
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing


def template_of(actor: Actor, *, key: str) -> Content:
    """The doctor's own wording, else the hospital's. Raises :class:`UnableToPropose`."""
    if key not in catalogue():
        raise UnableToPropose("no_such_plan")
    own = Template.objects.filter(doctor=actor.who, key=key).first()
    return read_content(own.content) if own is not None else catalogue()[key]


def save_template(actor: Actor, *, key: str, content: Content) -> None:
    """Keep a doctor's own wording; raises :class:`UnableToUsePlan` with every fault, and keeps nothing then."""
    if key not in catalogue():
        raise UnableToPropose("no_such_plan")
    found = faults(content)
    if found:
        raise UnableToUsePlan(found)
    with capturing(by=[actor.who], about=[actor.who]):
        own = Template.objects.filter(doctor=actor.who, key=key).first() or Template(doctor_id=actor.who, key=key)
        own.content = as_json(content)
        own.changed_at = timezone.now()
        own.save()


def reset_template(actor: Actor, *, key: str) -> None:
    """Back to the hospital's wording."""
    Template.objects.filter(doctor=actor.who, key=key).delete()
