"""What was left behind goes; what is in use or still under way stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from yinuo.media import sweep, tasks
from yinuo.media.models import MediaFile
from yinuo.media.store import folder as media_folder
from yinuo.media.store import path_of
from yinuo.media.tests import scenes

SOON = timedelta(minutes=30)
LATER = timedelta(hours=2)
NEXT_DAY = timedelta(hours=25)


def swept(after: timedelta) -> tuple[int, int]:
    return sweep.sweep_orphans(now=datetime.now(UTC) + after)


def test_a_picture_that_was_never_sent_goes_after_a_day(folder: Path, patient: UUID) -> None:
    scenes.send_picture(patient)
    assert swept(LATER) == (0, 0)
    assert len(scenes.files(folder)) == 2
    assert swept(NEXT_DAY) == (1, 0)
    assert not scenes.files(folder)
    assert not MediaFile.objects.exists()


def test_files_of_a_broken_transaction_go_and_are_not_swept_from_under_a_slow_one(folder: Path, patient: UUID) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        scenes.send_picture(patient)
        raise RuntimeError
    unfinished = media_folder() / "ab" / ".half.written"
    unfinished.parent.mkdir(exist_ok=True)
    unfinished.write_bytes(b"sealed")
    kept = scenes.send_picture(patient)
    assert len(scenes.files(folder)) == 5
    assert swept(SOON) == (0, 0)
    assert swept(LATER) == (0, 3)
    assert path_of(kept).exists()


@isolate_apps("yinuo.media")
def test_what_a_room_refers_to_stays(folder: Path, patient: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bearer(models.Model):
        media = models.ForeignKey(MediaFile, models.PROTECT, related_name="+")

        class Meta:
            app_label = "media"
            db_table = "media_test_bearer"

    kept, forgotten = scenes.send_picture(patient), scenes.send_picture(patient)
    with connection.schema_editor() as editor:
        editor.create_model(Bearer)
    try:
        Bearer._base_manager.create(media_id=kept)
        assert swept(LATER) == (0, 0)
        with monkeypatch.context() as patched:
            patched.setattr(sweep, "referring", lambda: [(Bearer, "media_id")])
            assert swept(NEXT_DAY) == (1, 0)
        assert not path_of(forgotten).exists()
        assert swept(NEXT_DAY) == (0, 0), "even a reference that is not known here is respected by the database"
        assert path_of(kept).exists()
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Bearer)


def test_every_room_that_refers_to_a_file_is_asked() -> None:
    pointing = {
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is MediaFile
    }
    assert set(sweep.referring()) == pointing


def test_the_hourly_task_opens_no_personal_value(folder: Path, patient: UUID) -> None:
    scenes.send_picture(patient)
    tasks.sweep(int((datetime.now(UTC) + NEXT_DAY).timestamp()))
    assert not MediaFile.objects.exists()
