"""The spoken part: its own consent, its limit told before it is read, chapters that fit."""

import struct
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from yinuo.channel import chapters
from yinuo.channel.demonstration import tone
from yinuo.channel.models import Talk
from yinuo.channel.tests import scenes
from yinuo.media.models import MediaFile

pytestmark = pytest.mark.clause("1.4")


def speak(author: Client, article: UUID, content: bytes | None = None, query: str = "", **extra: Any) -> Any:
    place = f"{scenes.HOME}{article}/talk/{query}"
    return author.post(place, tone(3) if content is None else content, content_type="audio/wav", **extra)


def test_nothing_spoken_is_taken_before_the_consent(author: Client, doctor: UUID) -> None:
    article = scenes.begun(author)
    refused = speak(author, article, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["clause"]) == (403, "1.4")
    assert not MediaFile.objects.filter(item="channel_audio").exists()
    scenes.allow(doctor, "channel_audio")
    taken = speak(author, article, query="?chapters=00:01%20%E7%AC%AC%E4%B8%80%E7%AB%A0")
    assert (taken.status_code, taken.json()["seconds"]) == (201, 3.0)
    assert "第一章" in author.get(f"{scenes.HOME}{article}/talk/").content.decode()


def test_a_recording_of_200_mb_is_refused_before_it_is_read(author: Client, doctor: UUID) -> None:
    scenes.allow(doctor, "channel_audio")
    article = scenes.begun(author)
    answer = speak(author, article, b"RIFF", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert (answer.status_code, answer.json()["error"]) == (413, "too_big")
    assert "50 MB" in answer.json()["sentence"]
    assert not Talk.objects.exists()


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 422), (b"no sound at all", 415), (b"RIFF\xff\xff\x00\x00WAVEcut", 422)]
)
def test_what_is_no_recording_is_told(author: Client, doctor: UUID, content: bytes, status: int) -> None:
    scenes.allow(doctor, "channel_audio")
    article = scenes.begun(author)
    assert speak(author, article, content).status_code == status
    assert not Talk.objects.exists()


def test_a_recording_of_31_minutes_is_too_long(author: Client, doctor: UUID) -> None:
    scenes.allow(doctor, "channel_audio")
    article = scenes.begun(author)
    samples = 31 * 60 * 2000
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 2000, 2000, 1, 8) + b"data" + struct.pack("<I", samples)
    content = b"RIFF" + struct.pack("<I", len(head) + samples) + head + bytes([128]) * samples
    answer = speak(author, article, content)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_long")


def test_the_spoken_part_is_public_with_the_text_and_closes_alone(
    author: Client, desk: Client, visitor: Client, doctor: UUID
) -> None:
    scenes.allow(doctor, "channel_audio")
    article = scenes.begun(author)
    scenes.save(author, article)
    speak(author, article, query="?chapters=00:01%20one")
    assert visitor.get(f"/articles/{article}/audio/").status_code == 404
    scenes.submit(author, article)
    scenes.decide(desk, article)
    page = visitor.get(f"/articles/{article}/").content.decode()
    assert f"/articles/{article}/audio/#t=1" in page
    assert visitor.get(f"/articles/{article}/audio/", headers={"Range": "bytes=0-9"}).status_code == 206
    scenes.take_back(doctor, "channel_audio")
    assert visitor.get(f"/articles/{article}/audio/").status_code == 404
    closed = visitor.get(f"/articles/{article}/")
    assert (closed.status_code, "<audio" in closed.content.decode()) == (200, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("什么时候", "看不懂"),
        ("00:61 太多秒", "不能超过 59"),
        ("09:00 太远", "超过了录音的长度"),
        ("00:02 后\n00:01 前", "不在上一行之后"),
        ("00:01 " + "长" * 41, "标题太长"),
        ("\n".join(f"00:{second:02d} 章" for second in range(31)), "最多 30 个"),
    ],
)
def test_chapters_that_do_not_fit_are_told_by_their_line(text: str, words: str) -> None:
    with pytest.raises(chapters.UnableToReadChapters) as caught:
        chapters.read(text, length=60)
    assert words in caught.value.sentence


@given(st.lists(st.integers(0, 7199), unique=True, max_size=30))
def test_what_is_written_is_read_back(seconds: list[int]) -> None:
    made = tuple(chapters.Chapter(one, f"第{place}章") for place, one in enumerate(sorted(seconds)))
    assert chapters.read(chapters.written(made), length=7200) == made
    assert chapters.of(chapters.kept(made)) == made


def test_wrong_chapters_change_nothing_and_stay_in_the_form(author: Client, doctor: UUID) -> None:
    scenes.allow(doctor, "channel_audio")
    article = scenes.begun(author)
    speak(author, article)
    answer = author.post(f"{scenes.HOME}{article}/talk/chapters/", {"chapters": "00:99 错"})
    assert (answer.status_code, "00:99 错" in answer.content.decode()) == (400, True)
    assert Talk.objects.count() == 1
