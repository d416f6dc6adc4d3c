"""What was left behind: files without a row, and rows that nothing refers to."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from yinuo.media import store
from yinuo.media.models import MediaFile

logger = logging.getLogger(__name__)

# A file is written before its row is committed; it must not be swept from under a slow transaction.
FILE_GRACE = timedelta(hours=1)
ROW_GRACE = timedelta(hours=24)
BATCH = 500


def sweep_orphans(*, now: datetime) -> tuple[int, int]:
    """Remove both kinds; returns how many rows and how many files went."""
    rows = _sweep_rows(now)
    return rows, _sweep_files(now)


def _sweep_rows(now: datetime) -> int:
    gone = 0
    for media_id in _unattached().filter(taken_at__lt=now - ROW_GRACE).values_list("pk", flat=True)[:BATCH]:
        try:
            with transaction.atomic():
                deleted, _ = _unattached().filter(pk=media_id).delete()
        except IntegrityError:
            continue  # a room attached it in this moment: the database's word stands
        if deleted:
            store.remove(media_id)
            gone += 1
    if gone:
        logger.info("media: swept %d rows that nothing refers to", gone)
    return gone


def referring() -> list[tuple[type[Model], str]]:
    """Every model with a foreign key to a media file, and that column. They are read off the model, so that no room
    can forget to be listed."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in MediaFile._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.related_model, type)
    ]


def _unattached() -> QuerySet[MediaFile]:
    rows = MediaFile.objects.all()
    for model, column in referring():
        rows = rows.filter(~Exists(model._base_manager.filter(**{column: OuterRef("pk")})))
    return rows


def _sweep_files(now: datetime) -> int:
    old = list(store.files_older_than(FILE_GRACE, now=now))
    gone = 0
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        ids = {media_id for _, media_id in batch if media_id is not None}
        held = set(MediaFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for path, media_id in batch:
            if media_id not in held:
                path.unlink(missing_ok=True)
                gone += 1
    if gone:
        logger.info("media: swept %d files without a row", gone)
    return gone
