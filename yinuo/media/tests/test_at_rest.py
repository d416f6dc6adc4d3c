"""What lies on the disk and in the database after a picture and a voice note were sent."""

import errno
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from yinuo.media import api
from yinuo.media.models import MediaFile
from yinuo.media.store import Part, path_of
from yinuo.media.tests import samples, scenes
from yinuo.promise.consent import withdraw
from yinuo.promise.gate import Actor, Refused
from yinuo.promise.gate.context import NoPurpose
from yinuo.promise.policy import library
from yinuo.promise.vault import shred

WINDOW = 8


def windows(content: bytes) -> set[bytes]:
    return {content[at : at + WINDOW] for at in range(0, len(content) - WINDOW, 3)}


def test_the_sealed_files_contain_nothing_of_the_picture(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    whole = scenes.plain_content(doctor, media)
    small = scenes.plain_content(doctor, media, Part.THUMBNAIL)
    assert whole[:3] == small[:3] == b"\xff\xd8\xff"
    assert len(whole) > 2 * 64 * 1024, "more than one chunk"
    stored = scenes.files(folder)
    assert stored == sorted([path_of(media), path_of(media, Part.THUMBNAIL)])
    canaries = windows(whole) | windows(small)
    for path in stored:
        assert not canaries & {sealed[:WINDOW] for sealed in _sliding(path.read_bytes())}
        assert path.stat().st_mode & 0o077 == 0


def _sliding(content: bytes) -> list[bytes]:
    return [content[at : at + WINDOW] for at in range(len(content) - WINDOW)]


def test_the_row_shows_neither_key_nor_waveform(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_sound(patient)
    with scenes.door(doctor, "doctor"):
        row = MediaFile.objects.get(pk=media)
        key, peaks = row.key, row.peaks
    assert len(key) == 32
    assert len(peaks) == 64
    with connection.cursor() as cursor:
        cursor.execute("select key, peaks, row_to_json(m)::text from media_mediafile m")
        ((sealed_key, sealed_peaks, everything),) = cursor.fetchall()
    assert key not in bytes(sealed_key)
    assert key.hex() not in everything
    assert str(peaks[0]).encode() + b"," + str(peaks[1]).encode() not in bytes(sealed_peaks)


def test_outside_a_purpose_nothing_opens(folder: Path, patient: UUID) -> None:
    media = scenes.send_picture(patient)
    with pytest.raises(NoPurpose):
        _ = MediaFile.objects.get(pk=media).key


def test_shredding_the_class_key_kills_the_file(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    assert scenes.look(doctor, media).status_code == 200
    shred(patient, library().in_force("patient").items["photo_taken"].klass)
    with pytest.raises(Refused) as caught:
        scenes.look(doctor, media)
    assert caught.value.verdict.reason == "erased"


def test_a_withdrawn_microphone_takes_no_further_note_and_leaves_the_record(
    folder: Path, patient: UUID, doctor: UUID
) -> None:
    before = scenes.send_sound(patient)
    stored = scenes.files(folder)
    withdraw(actor=Actor(patient, "patient"), purpose="consultations", item="voice_note")
    with pytest.raises(Refused) as caught:
        scenes.send_sound(patient)
    assert caught.value.verdict.item == "voice_note"
    assert scenes.files(folder) == stored, "not even ciphertext of it reached the disk"
    assert MediaFile.objects.count() == 1
    assert scenes.look(doctor, before).status_code == 200
    assert scenes.send_picture(patient), "the camera was not withdrawn"


def test_a_file_that_is_refused_leaves_nothing(folder: Path, patient: UUID) -> None:
    with pytest.raises(api.UnableToTakePicture):
        scenes.send_picture(patient, samples.drawing())
    assert not scenes.files(folder)
    assert not MediaFile.objects.exists()


def test_a_full_disk_leaves_neither_row_nor_half_a_file(
    folder: Path, patient: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("yinuo.media.store.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        scenes.send_picture(patient)
    assert not scenes.files(folder)
    assert not MediaFile.objects.exists()


def test_a_room_gets_the_measures(folder: Path, patient: UUID, doctor: UUID) -> None:
    picture, sound = scenes.send_picture(patient), scenes.send_sound(patient, 2.0)
    with scenes.door(doctor, "doctor"):
        seen, heard = api.get(picture), api.get(sound)
        assert api.get(patient) is None
    assert seen is not None
    assert (seen.kind, seen.mime, seen.width, seen.height, seen.peaks) == ("picture", "image/jpeg", 900, 700, ())
    assert heard is not None
    assert (heard.kind, heard.mime, heard.seconds, len(heard.peaks)) == ("sound", "audio/mp4", 2.0, 64)
    assert (heard.about, heard.by, heard.item) == (patient, patient, "voice_note")


def test_forgetting_takes_row_key_and_files(folder: Path, patient: UUID) -> None:
    media = scenes.send_picture(patient)
    assert len(scenes.files(folder)) == 2
    api.forget(media)
    assert not scenes.files(folder)
    assert not MediaFile.objects.exists()
