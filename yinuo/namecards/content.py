"""What stands on a card. Opened under the purpose ``namecards``, never kept."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yinuo.credentials.api import printed_card
from yinuo.media.api import content as content_of
from yinuo.namecards.models import Card
from yinuo.namecards.problems import NotQualified


@dataclass(frozen=True)
class Content:
    """``photo`` is a JPEG; ``address`` is what the code says, whole, with host; ``house`` is the operator. The words on
    a card are Chinese in every language of the doctor's: patients read them."""

    name: str
    title: str
    hospital: str
    photo: bytes | None
    address: str
    house: str

    invitation: str = "扫一扫，进入我的医生主页"


def content(request: HttpRequest, card: Card, *, with_photo: bool = True) -> Content:
    """Raises ``Refused`` when the gate keeps the name closed, :class:`NotQualified` when nothing is approved."""
    printed = printed_card(card.doctor_id)
    if printed is None or not printed.name:
        raise NotQualified
    photo = content_of(printed.photo) if with_photo and printed.photo is not None else None
    address = request.build_absolute_uri(reverse("namecards:scan", args=[card.token]))
    return Content(printed.name, printed.title, printed.hospital, photo, address, settings.YINUO_OPERATOR.name)
