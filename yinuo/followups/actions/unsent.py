"""Pictures and recordings of an answer that was never sent."""

from django.db.models import QuerySet

from yinuo.followups.models import Attachment, Occasion
from yinuo.media import api as media


def forget_unsent(occasions: "QuerySet[Occasion]") -> None:
    """They are gone with the time of the answer, rows and files."""
    for one in Attachment.objects.filter(occasion__in=occasions):
        one.delete()
        media.forget(one.media_id)
