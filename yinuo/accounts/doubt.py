"""A proof of the number that opens nothing yet, carried in the address: who may be a stranger gets no cookie."""

from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

SALT = "accounts.doubt"
SECONDS = 600


def in_doubt(person: UUID, role: str) -> HttpResponse:
    """To the page that asks whose the account is."""
    query = urlencode({"d": signing.dumps(str(person), salt=SALT)})
    return HttpResponseRedirect(f"{reverse('accounts:whose', args=[role])}?{query}")


def doubted(signed: str) -> UUID | None:
    """Whose number was proven a moment ago; None when that is over or was never so."""
    try:
        return UUID(signing.loads(signed, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, ValueError):
        return None
