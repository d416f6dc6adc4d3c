"""The one door to rows of notices."""

from uuid import UUID

from yinuo.notices.models import EmailAddress, PolicyMail


def address_of(person: UUID) -> EmailAddress | None:
    """The address that somebody gave, unopened."""
    found: EmailAddress | None = EmailAddress.objects.filter(person=person).first()
    return found


def last_mail_of(person: UUID) -> PolicyMail | None:
    """The mail that was settled last."""
    settled = PolicyMail.objects.filter(person=person, settled_at__isnull=False)
    return settled.order_by("-settled_at").first()
