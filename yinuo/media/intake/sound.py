"""Voice notes: decoded, checked, and written anew as mono AAC in MP4, which every browser plays (iOS Safari too).

FFmpeg reads from memory only and is told which one demuxer to use. It may open no second file, no address and no
playlist, and only the decoders of what browsers record are allowed.
"""

import sys
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import NoReturn

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from django.utils.translation import gettext_lazy as _

from yinuo.media.intake.claims import contradicts
from yinuo.media.intake.refusals import UnableToTake
from yinuo.media.intake.waveform import peaks_of

MAX_BYTES = 5 * 1024 * 1024
MIN_SECONDS = 0.5
MAX_SECONDS = 60.0
TALK_BYTES = 50 * 1024 * 1024
TALK_SECONDS = 30 * 60.0
# A recorder that is told to stop at sixty seconds stops a little later.
TOLERANCE = 1.0
# A file that promises more than it holds by this much was cut off on its way.
MISSING_SECONDS = 0.5
DEADLINE_SECONDS = 20.0
TALK_DEADLINE_SECONDS = 120.0
MAX_CHANNELS = 8
RATE = 16_000
BIT_RATE = 24_000
FRAME = 1024

TYPES = {
    "webm": frozenset({"audio/webm", "video/webm", "audio/x-matroska"}),
    "ogg": frozenset({"audio/ogg", "application/ogg", "audio/opus"}),
    "mp4": frozenset({"audio/mp4", "video/mp4", "audio/x-m4a", "audio/m4a", "audio/aac"}),
    "wav": frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"}),
}
ENDINGS = {
    "webm": frozenset({".webm", ".weba", ".mka"}),
    "ogg": frozenset({".ogg", ".oga", ".opus"}),
    "mp4": frozenset({".mp4", ".m4a"}),
    "wav": frozenset({".wav"}),
}
DEMUXERS = {"webm": "matroska", "ogg": "ogg", "mp4": "mov", "wav": "wav"}
DECODERS = "opus,libopus,vorbis,aac,flac,alac,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_u8"


class UnableToTakeSound(UnableToTake):
    reasons = {
        "empty": (422, _("这段语音是空的，请按住按钮重新录音。")),
        "too_short": (422, _("这段语音太短，请按住按钮、说完再松开。")),
        "too_long": (413, _("语音最长 60 秒，请分成几段发送，或改用文字。")),
        "too_big": (413, _("这段语音超过 5 MB，请录短一些，或改用文字。")),
        "not_a_sound": (415, _("这个文件不是可以播放的录音，请在对话里按住按钮重新录音。")),
        "not_what_it_says": (415, _("这个文件的内容与它的名称或类型不符，请在对话里按住按钮重新录音。")),
        "moving": (415, _("这里只能发送语音，不能发送视频，请按住按钮录音，或改发图片。")),
        "damaged": (422, _("这段语音已损坏或没有传完整，请重新录音，或改用文字。")),
    }


class UnableToTakeTalk(UnableToTakeSound):
    reasons = {
        **UnableToTakeSound.reasons,
        "empty": (422, _("这段录音是空的，请重新录。")),
        "too_short": (422, _("这段录音太短，请重新录。")),
        "too_long": (413, _("录音最长 30 分钟，请分成几篇。")),
        "too_big": (413, _("这段录音超过 50 MB，没有收下。请录短一些，最长 30 分钟。")),
        "not_a_sound": (415, _("这个文件不是可以播放的录音，请在录音页重新录。")),
        "not_what_it_says": (415, _("这个文件的内容与它的类型不符，请在录音页重新录。")),
        "moving": (415, _("这里只收录音，不收视频。请在录音页重新录。")),
        "damaged": (422, _("这段录音已损坏或没有传完整，请再传一次，或重新录。")),
    }


@dataclass(frozen=True)
class Limit:
    """How large and how long a recording may be, how long reading it may take, and whose sentences say so."""

    size: int
    seconds: float
    deadline: float
    unable: type[UnableToTakeSound]


NOTE = Limit(MAX_BYTES, MAX_SECONDS, DEADLINE_SECONDS, UnableToTakeSound)
TALK = Limit(TALK_BYTES, TALK_SECONDS, TALK_DEADLINE_SECONDS, UnableToTakeTalk)


@dataclass(frozen=True)
class Sound:
    content: bytes
    seconds: float
    peaks: list[int]
    mime: str = "audio/mp4"


def prepare_sound(data: bytes, *, content_type: str = "", name: str = "", limit: Limit = NOTE) -> Sound:
    """The recording as it will be kept. Raises :class:`UnableToTakeSound`."""
    if not data:
        raise limit.unable("empty")
    if len(data) > limit.size:
        raise limit.unable("too_big")
    try:
        form = _form(data)
        if contradicts(form, content_type=content_type, name=name, types=TYPES, endings=ENDINGS):
            raise UnableToTakeSound("not_what_it_says")
        if form == "wav" and _cut_off(data):
            raise UnableToTakeSound("damaged")
        samples = _samples(data, form, limit)
    except UnableToTakeSound as unable:
        raise limit.unable(unable.code) from None
    except Exception as error:
        # FFmpeg names hundreds of faults; for the person they are one: this can't be played.
        raise limit.unable("damaged") from error
    seconds = len(samples) / RATE
    if seconds < MIN_SECONDS:
        raise limit.unable("too_short")
    return Sound(_mp4(samples), round(min(seconds, limit.seconds), 1), peaks_of(samples))


def _form(data: bytes) -> str:
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if data.startswith(b"OggS"):
        return "ogg"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    raise UnableToTakeSound("not_a_sound")


def _cut_off(wav: bytes) -> bool:
    """FFmpeg forgives a WAV that ends too early. A length of nothing or everything is a recorder's "not known"."""
    promised = int.from_bytes(wav[4:8], "little")
    return promised not in (0, 0xFFFF_FFFF) and promised + 8 > len(wav)


def _nothing_else(*asked: object) -> NoReturn:
    """SECURITY: a container may name another file or address to be read; none is."""
    raise PermissionError("a recording may open nothing")


def _samples(data: bytes, form: str, limit: Limit) -> "array[int]":
    """Everything that is heard, mono at 16 kHz. Stops at the first second too many."""
    with av.open(
        BytesIO(data),
        mode="r",
        format=DEMUXERS[form],
        options={"codec_whitelist": DECODERS, "protocol_whitelist": "", "format_whitelist": _demuxer_names(form)},
        io_open=_nothing_else,
    ) as container:
        stream = _only_stream(container)
        promised = _promised_seconds(container)
        if promised > limit.seconds + TOLERANCE:
            raise UnableToTakeSound("too_long")
        samples = array("h")
        for frame in _resampled(container, stream, limit.deadline):
            samples.frombytes(bytes(frame.planes[0])[: 2 * frame.samples])
            if len(samples) > RATE * (limit.seconds + TOLERANCE):
                raise UnableToTakeSound("too_long")
    if len(samples) / RATE < promised - MISSING_SECONDS:
        raise UnableToTakeSound("damaged")
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _demuxer_names(form: str) -> str:
    """FFmpeg compares its list with the demuxer's own, longer name."""
    return {"webm": "matroska,webm", "mp4": "mov,mp4,m4a,3gp,3g2,mj2"}.get(form, form)


def _only_stream(container: InputContainer) -> AudioStream:
    if container.streams.video:
        raise UnableToTakeSound("moving")
    if len(container.streams.audio) != 1 or len(container.streams) != 1:
        raise UnableToTakeSound("not_a_sound")
    stream = container.streams.audio[0]
    if not 1 <= stream.channels <= MAX_CHANNELS:
        raise UnableToTakeSound("damaged")
    return stream


def _promised_seconds(container: InputContainer) -> float:
    """0.0 when the file doesn't say: browsers write WebM before they know how long it will be."""
    return max(0.0, container.duration / av.time_base) if container.duration else 0.0


def _resampled(container: InputContainer, stream: AudioStream, deadline: float) -> Iterator[AudioFrame]:
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    until = time.monotonic() + deadline
    for packet in container.demux(stream):
        if time.monotonic() > until:
            raise UnableToTakeSound("damaged")
        for frame in packet.decode():
            frame.pts = None
            yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _mp4(samples: "array[int]") -> bytes:
    """AAC-LC, with its index in front, so that a player needs no second request before it can start."""
    written = BytesIO()
    index = 2048 + 8 * (len(samples) // FRAME + 2)
    with av.open(written, mode="w", format="mp4", options={"moov_size": str(index)}) as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        for start in range(0, len(samples), FRAME):
            part = samples[start : start + FRAME]
            frame = AudioFrame(format="s16", layout="mono", samples=len(part))
            frame.planes[0].update(part.tobytes())
            frame.sample_rate = RATE
            frame.pts, frame.time_base = start, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return written.getvalue()
