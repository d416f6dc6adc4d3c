"""Pictures and voice notes on their way into a thread, and what a withdrawal does to them (clause 1.2)."""

import math
from array import array
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import av
import pytest
from av.audio.frame import AudioFrame
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yinuo.consultations.models import Message, Upload
from yinuo.consultations.tests import scenes
from yinuo.media.models import MediaFile
from yinuo.promise.consent import withdraw
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2")]
RATE = 48_000


def voice(seconds: float = 1.5) -> SimpleUploadedFile:
    """A tone as a browser records it."""
    written = BytesIO()
    with av.open(written, "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=RATE)
        frame = AudioFrame(format="s16", layout="mono", samples=int(seconds * RATE))
        frame.sample_rate = RATE
        tone = array("h", (int(9000 * math.sin(n / 20)) for n in range(frame.samples)))
        frame.planes[0].update(tone.tobytes())
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return SimpleUploadedFile("note.webm", written.getvalue(), content_type="audio/webm;codecs=opus")


def send(client: Client, consultation: UUID, kind: str, file: Any, client_id: UUID | None = None) -> Any:
    body = {"client_id": str(client_id or uuid4()), "kind": kind, **({"file": file} if file else {})}
    return client.post(f"/consultations/{consultation}/media/", body, headers={"Accept": "application/json"})


def sent(consultation: UUID, author: Actor, patient: Actor, media: UUID) -> None:
    """The message that the gateway writes for an upload."""
    upload = Upload.objects.get(media=media)
    number = Message.objects.filter(consultation=consultation).count() + 1
    Message.objects.create(
        consultation_id=consultation,
        patient_id=patient.who,
        author_id=author.who,
        number=number,
        client_id=uuid4(),
        kind=upload.kind,
        item={"voice": "voice_note", "photo": "photo_taken", "album": "album_picture"}[upload.kind],
        media_id=media,
        sent_at=upload.taken_in_at,
    )


@pytest.fixture
def thread(at_doctor: Client, at_patient: Client, doctor: Actor) -> UUID:
    return scenes.accepted(at_doctor, at_patient, doctor)


@pytest.mark.parametrize(
    ("kind", "item", "make"),
    [
        ("photo", "photo_taken", scenes.photograph),
        ("album", "album_picture", scenes.photograph),
        ("voice", "voice_note", voice),
    ],
)
def test_each_kind_needs_its_own_consent(
    kind: str, item: str, make: Any, thread: UUID, at_patient: Client, patient: Actor
) -> None:
    refused = send(at_patient, thread, kind, make())
    assert refused.status_code == 403
    assert refused.json()["error"] == "no_grant"
    scenes.say_yes(patient, item)
    taken = send(at_patient, thread, kind, make())
    assert taken.status_code == 201
    assert MediaFile.objects.get(pk=taken.json()["media"]).item == item


@pytest.mark.clause("5.4")
def test_a_withdrawn_voice_note_is_refused_in_words_and_old_ones_stay(
    thread: UUID, at_doctor: Client, at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    scenes.say_yes(doctor, "voice_note")
    note = UUID(send(at_doctor, thread, "voice", voice()).json()["media"])
    sent(thread, doctor, patient, note)
    withdraw(actor=doctor, purpose="consultations", item="voice_note")
    refused = send(at_doctor, thread, "voice", voice())
    assert refused.status_code == 403
    assert refused.json()["error"] == "grant_withdrawn"
    assert "隐私保护提示" in refused.json()["sentence"]
    assert refused.json()["clause"] == "1.2"
    for client, place in ((at_doctor, "doctor"), (at_patient, "patient")):
        assert client.get(f"/consultations/{thread}/media/{note}/").status_code == 200
        assert "<voice-note" in client.get(f"/{place}/consultations/{thread}/").content.decode()
    scenes.say_yes(doctor, "voice_note")
    assert send(at_doctor, thread, "voice", voice()).status_code == 201


def test_the_same_client_id_gives_the_same_file(thread: UUID, at_patient: Client, patient: Actor) -> None:
    scenes.say_yes(patient, "photo_taken", "album_picture")
    once = uuid4()
    first = send(at_patient, thread, "photo", scenes.photograph(), once)
    again = send(at_patient, thread, "photo", scenes.photograph(), once)
    assert first.json() == again.json()
    assert Upload.objects.count() == 1
    other = send(at_patient, thread, "album", scenes.photograph(), once)
    assert (other.status_code, other.json()["error"]) == (409, "used")


def test_what_is_not_sent_yet_is_its_authors_alone(
    thread: UUID, at_doctor: Client, at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    scenes.say_yes(patient, "photo_taken")
    media = UUID(send(at_patient, thread, "photo", scenes.photograph()).json()["media"])
    place = f"/consultations/{thread}/media/{media}/"
    assert at_patient.get(place).status_code == 200
    assert at_doctor.get(place).status_code == 404
    sent(thread, patient, patient, media)
    assert at_doctor.get(place).status_code == 200
    assert at_doctor.get(place, headers={"Range": "bytes=0-9"}).status_code == 206


def test_a_file_opens_in_its_own_consultation_only(
    thread: UUID, at_doctor: Client, at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    scenes.say_yes(patient, "photo_taken")
    media = send(at_patient, thread, "photo", scenes.photograph()).json()["media"]
    other = scenes.accepted(at_doctor, scenes.browser(scenes.person("patient")), doctor)
    assert at_doctor.get(f"/consultations/{other}/media/{media}/").status_code == 404


@pytest.mark.parametrize("kind", ["photo", "voice", "text", "notice", ""])
def test_an_upload_without_a_file_is_told(kind: str, thread: UUID, at_patient: Client, patient: Actor) -> None:
    answer = send(at_patient, thread, kind, None)
    assert (answer.status_code, answer.json()["error"]) == (409, "not_a_file")


def test_a_file_that_lies_is_refused_in_words(thread: UUID, at_patient: Client, patient: Actor) -> None:
    scenes.say_yes(patient, "photo_taken")
    answer = send(at_patient, thread, "photo", SimpleUploadedFile("a.jpg", b"GIF89a<script>", "image/jpeg"))
    assert answer.status_code in {415, 422}
    assert answer.json()["sentence"]
    assert not Upload.objects.exists()


def test_strangers_can_not_upload_and_learn_nothing(thread: UUID, doctor: Actor) -> None:
    stranger = scenes.person("patient", "photo_taken")
    client = scenes.browser(stranger)
    theirs = send(client, thread, "photo", scenes.photograph())
    nothing = send(client, uuid4(), "photo", scenes.photograph())
    assert theirs.status_code == nothing.status_code == 404
    assert scenes.words(theirs) == scenes.words(nothing)


def test_nothing_joins_a_consultation_that_is_over_or_not_begun(
    at_doctor: Client, at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    scenes.say_yes(patient, "photo_taken")
    made = scenes.asked(at_patient, doctor)
    assert send(at_patient, made, "photo", scenes.photograph()).json()["error"] == "waiting"
    at_doctor.post(f"/doctor/consultations/{made}/accept/")
    at_doctor.post(f"/doctor/consultations/{made}/close/", {"note": "好转", "revisit": "on"})
    assert send(at_patient, made, "photo", scenes.photograph()).json()["error"] == "ended"
