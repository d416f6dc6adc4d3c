"""Voice notes that come in."""

from io import BytesIO

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinuo.media.intake import sound
from yinuo.media.intake.sound import Sound, UnableToTakeSound, prepare_sound
from yinuo.media.intake.waveform import peaks_of
from yinuo.media.tests import samples


def refused(data: bytes, *, content_type: str = "", name: str = "") -> UnableToTakeSound:
    with pytest.raises(UnableToTakeSound) as caught:
        prepare_sound(data, content_type=content_type, name=name)
    return caught.value


@pytest.mark.parametrize("form", ["webm", "ogg", "mp4", "wav"])
def test_every_recorder_s_format_becomes_the_one_that_all_browsers_play(form: str) -> None:
    made = prepare_sound(samples.recording(3.2, form), content_type=f"audio/{form};codecs=opus", name=f"note.{form}")
    assert made.mime == "audio/mp4"
    assert made.seconds == pytest.approx(3.2, abs=0.1)
    with av.open(BytesIO(made.content), mode="r", format="mov") as container:
        (stream,) = container.streams.audio
        assert len(container.streams) == 1
        assert stream.codec_context.name == "aac"
        assert stream.profile == "LC"
        assert (stream.channels, stream.sample_rate) == (1, 16_000)
        heard = sum(frame.samples for frame in container.decode(audio=0))
    assert heard / 16_000 == pytest.approx(3.2, abs=0.2)


def test_a_player_needs_no_second_request_before_it_starts() -> None:
    content = prepare_sound(samples.recording(61.0 - 0.2)).content
    assert content.index(b"moov") < 64 < content.index(b"mdat")
    assert len(content) < 250_000


def test_the_waveform_shows_where_it_is_loud() -> None:
    made = prepare_sound(samples.recording(4.0))
    assert len(made.peaks) == 64
    assert all(0 <= peak <= 100 for peak in made.peaks)
    assert max(made.peaks) == 100
    loud, soft = made.peaks[4:12], made.peaks[20:28]
    assert min(loud) > 2 * max(soft)


def test_silence_is_flat() -> None:
    made = prepare_sound(samples.recording(2.0, silent=True))
    assert max(made.peaks) <= 5
    assert peaks_of(samples.tone(0, 16_000)) == [0] * 64


def test_sixty_seconds_and_a_little_are_taken() -> None:
    assert prepare_sound(samples.recording(60.6)).seconds == 60.0


@pytest.mark.parametrize("form", ["webm", "mp4", "ogg"])
def test_ten_minutes_are_refused_before_they_are_decoded(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = samples.recording(600, form, bit_rate=16_000)
    monkeypatch.delattr(sound, "_resampled")
    error = refused(data)
    assert (error.code, error.status) == ("too_long", 413)


def test_a_file_that_hides_its_length_is_decoded_no_further_than_the_limit() -> None:
    """A live WebM says no duration; only decoding tells."""
    data = samples.recording(70)
    cut = data.index(b"\x44\x89")
    hidden = data[:cut] + b"\xec\x89" + data[cut + 2 :]
    with av.open(BytesIO(hidden), mode="r", format="matroska") as container:
        hides = container.duration
    assert not hides or hides < 61_000_000
    assert refused(hidden).code == "too_long"


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"", "empty", 422),
        (bytes(4000), "not_a_sound", 415),
        (samples.photograph(), "not_a_sound", 415),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not_a_sound", 415),
        (b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 20, "damaged", 422),
        (b"OggS" + bytes(range(256)) * 20, "damaged", 422),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 20, "damaged", 422),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(400), "damaged", 422),
        (samples.recording(0.2), "too_short", 422),
        (samples.recording(3, "mp4")[:9000], "damaged", 422),
        (samples.recording(3, "wav")[:40_000], "damaged", 422),
        (samples.recording(3, "webm")[:6000], "damaged", 422),
        (samples.recording(1, "webm", video=True), "moving", 415),
        (samples.recording(1) + bytes(6 * 1024 * 1024), "too_big", 413),
    ],
)
def test_what_is_no_whole_voice_note_is_refused(data: bytes, code: str, status: int) -> None:
    error = refused(data)
    assert (error.code, error.status) == (code, status)


def test_a_recording_that_claims_to_be_something_else_is_refused() -> None:
    data = samples.recording(1, "ogg")
    assert prepare_sound(data, content_type="audio/ogg").seconds == 1.0
    assert refused(data, content_type="audio/webm").code == "not_what_it_says"
    assert refused(data, name="note.mp3").code == "not_what_it_says"


def test_every_refusal_is_a_sentence_that_says_what_to_do() -> None:
    for code in UnableToTakeSound.reasons:
        error = UnableToTakeSound(code)
        assert error.status in (413, 415, 422)
        assert error.sentence.endswith("。")
        assert any(word in error.sentence for word in ("请", "改用"))


WHOLE = {form: samples.recording(0.8, form) for form in samples.RECORDERS}


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=30)
)
def test_a_recording_with_changed_octets_is_played_or_refused(form: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[form])
    for where, octet in changes:
        data[min(int(where * len(data)), len(data) - 1)] = octet
    try:
        made = prepare_sound(bytes(data))
    except UnableToTakeSound:
        return
    assert isinstance(made, Sound)
    assert 0.5 <= made.seconds <= 60
