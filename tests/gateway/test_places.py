"""The gateway names pages by addresses of its own: they are the pages'."""

from uuid import uuid4

from django.urls import reverse

from yinuo.consultations.socket.places import media_url
from yinuo.realtime.gateway import ALLOW_URL


def test_the_addresses_that_the_gateway_names_are_the_pages_own() -> None:
    consultation, media = uuid4(), uuid4()
    assert media_url(consultation, media) == reverse("consultations:media", args=[consultation, media])
    assert reverse("accounts:privacy") == ALLOW_URL
