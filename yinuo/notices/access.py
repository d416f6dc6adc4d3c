"""The one door to rows of notices."""

from uuid import UUID

from django.db.models import QuerySet

from yinuo.notices.kinds import KINDS
from yinuo.notices.models import EmailAddress, PolicyMail, Push, PushChoices, PushEndpoint
from yinuo.notices.push.quiet import Choices, from_json
from yinuo.promise.vault import Closed, reveal


def address_of(person: UUID) -> EmailAddress | None:
    """The address that somebody gave, unopened."""
    found: EmailAddress | None = EmailAddress.objects.filter(person=person).first()
    return found


def last_mail_of(person: UUID) -> PolicyMail | None:
    """The mail that was settled last."""
    settled = PolicyMail.objects.filter(person=person, settled_at__isnull=False)
    return settled.order_by("-settled_at").first()


def devices_of(person: UUID) -> QuerySet[PushEndpoint]:
    """The devices that take pushes for somebody."""
    found: QuerySet[PushEndpoint] = PushEndpoint.objects.filter(person=person)
    return found


def choices_row(person: UUID) -> PushChoices | None:
    found: PushChoices | None = PushChoices.objects.filter(person=person).first()
    return found


def choices_of(person: UUID) -> Choices:
    """What somebody chose about pushes; the defaults where nothing is held, and nothing at all where it is closed."""
    row = choices_row(person)
    held = reveal(row, "choices") if row is not None else None
    if isinstance(held, Closed):
        return Choices(off=frozenset(KINDS))
    return Choices() if held is None else from_json(held)


def last_push_about(person: UUID, kind: str) -> UUID | None:
    """What the newest push of this kind told of."""
    told = Push.objects.filter(person=person, kind=kind, about__isnull=False).order_by("-made_at")
    return told.values_list("about", flat=True).first()
