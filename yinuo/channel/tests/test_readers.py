"""Readers: counted and never known; followers who ask without identity; and what a public page tells machines."""

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from yinuo.channel.access import PUBLISHED_ITEMS
from yinuo.channel.demonstration import ANSWER, ASKED, SHOWN, answered, asked, drawing, notice_of
from yinuo.channel.models import Answer, Follow, Question, Reads, ShownQuestion
from yinuo.channel.pages.public import forget_held
from yinuo.channel.tests import scenes
from yinuo.promise.consent import standing
from yinuo.promise.retention.sweep import sweep

ATOM = "{http://www.w3.org/2005/Atom}"


class TestThePublicPage:
    def test_it_tells_search_engines_and_chats_what_it_is(self, author: Client, desk: Client, visitor: Client) -> None:
        article = scenes.published(author, desk)
        page = visitor.get(f"/articles/{article}/").content.decode()
        for name in ("og:title", "og:description", "og:url", "og:image"):
            assert f'property="{name}"' in page
        assert re.search(r'<meta name="description" content="[^"]{40,}"', page)
        assert f'<link rel="canonical" href="http://testserver/articles/{article}/">' in page
        linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert linked is not None
        said = json.loads(linked[1])
        assert (said["@type"], said["author"]["@type"]) == ("Article", "Physician")
        assert said["citation"] == ["中国湿疹诊疗指南", "本人临床经验"]

    def test_it_needs_one_sheet_and_no_script(self, author: Client, desk: Client, visitor: Client) -> None:
        page = visitor.get(f"/articles/{scenes.published(author, desk)}/").content.decode()
        assert page.count('rel="stylesheet"') == 1
        assert page.count("<script") == 1
        assert len(page.encode()) < 12_000

    def test_it_is_asked_for_again_and_answered_shortly(self, author: Client, desk: Client, visitor: Client) -> None:
        article = scenes.published(author, desk)
        first = visitor.get(f"/articles/{article}/")
        assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = visitor.get(f"/articles/{article}/", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_the_feed_and_the_map_name_it(self, author: Client, desk: Client, visitor: Client, doctor: UUID) -> None:
        article = scenes.published(author, desk)
        feed = visitor.get(f"/channel/{doctor}/feed.atom")
        assert feed.headers["Content-Type"].startswith("application/atom+xml")
        entries = ElementTree.fromstring(feed.content).findall(f"{ATOM}entry")  # noqa: S314 - our own feed
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["湿疹反复，先看看这五件事"]
        assert f"/articles/{article}/" in visitor.get("/sitemap.xml").content.decode()
        assert "Disallow: /\n" in visitor.get("/robots.txt").content.decode()
        author.post(f"{scenes.HOME}{article}/offline/")
        assert f"/articles/{article}/" not in visitor.get("/sitemap.xml").content.decode()

    def test_the_map_names_nobody_whose_pages_are_closed(
        self, author: Client, desk: Client, visitor: Client, doctor: UUID
    ) -> None:
        article = scenes.published(author, desk)
        assert f"/channel/{doctor}/" in visitor.get("/sitemap.xml").content.decode()
        scenes.withdraw_name(doctor)
        assert visitor.get(f"/articles/{article}/").status_code == 404
        closed = visitor.get("/sitemap.xml").content.decode()
        assert str(article) not in closed
        assert str(doctor) not in closed


class TestCounting:
    def test_only_a_number_a_day_is_kept(self, author: Client, desk: Client, visitor: Client) -> None:
        article = scenes.published(author, desk)
        for _ in range(3):
            assert not visitor.get(f"/articles/{article}/").cookies
        assert list(Reads.objects.values_list("day", "count")) == [(timezone.localdate(), 3)]

    def test_small_numbers_are_hidden(self, author: Client, desk: Client, visitor: Client, doctor: UUID) -> None:
        article = scenes.published(author, desk)
        visitor.get(f"/articles/{article}/")
        assert "少于 10 次阅读" in scenes.words(visitor.get(f"/channel/{doctor}/"))
        Reads.objects.update(count=12)
        assert "12 次阅读" in scenes.words(visitor.get(f"/channel/{doctor}/"))
        assert "12" in scenes.words(author.get(f"{scenes.HOME}{article}/history/"))


@pytest.mark.clause("1.8")
class TestAsking:
    @pytest.fixture(autouse=True)
    def _open(self, doctor: UUID) -> None:
        for item in PUBLISHED_ITEMS:
            scenes.allow(doctor, item)

    def test_the_answer_is_public_and_nobody_is_recognised(
        self, author: Client, visitor: Client, doctor: UUID, reviewer: UUID, patient: UUID
    ) -> None:
        question = answered(doctor, reviewer=reviewer, reader=patient)
        page = scenes.words(visitor.get(f"/channel/{doctor}/"))
        assert SHOWN in page
        assert ANSWER in page
        assert "南桥" not in page
        theirs = author.get(f"{scenes.HOME}questions/{question}/").content.decode()
        assert ASKED in theirs
        assert str(patient) not in theirs
        assert "13800138203" not in theirs

    @pytest.mark.parametrize("item", ["channel_question", "channel_question_shown"])
    def test_the_askers_word_closes_it_at_once(
        self, visitor: Client, doctor: UUID, reviewer: UUID, patient: UUID, item: str
    ) -> None:
        answered(doctor, reviewer=reviewer, reader=patient)
        scenes.take_back(patient, item, "patient")
        sweep(timezone.now())
        page = scenes.words(visitor.get(f"/channel/{doctor}/"))
        assert SHOWN not in page
        assert ANSWER not in page

    def test_deleting_the_question_deletes_what_was_public_of_it(
        self, reader: Client, visitor: Client, doctor: UUID, reviewer: UUID, patient: UUID
    ) -> None:
        question = answered(doctor, reviewer=reviewer, reader=patient)
        assert reader.post(f"/following/questions/{question}/forget/").status_code == 302
        assert not Answer.objects.exists()
        assert not ShownQuestion.objects.exists()
        assert SHOWN not in scenes.words(visitor.get(f"/channel/{doctor}/"))

    def test_both_consents_are_acts_of_their_own(self, reader: Client, doctor: UUID, patient: UUID) -> None:
        reader.post(f"/following/{doctor}/follow/")
        said = {"text": ASKED, "notice": notice_of("patient"), "agree_asking": "1"}
        answer = reader.post(f"/following/{doctor}/", said)
        assert (answer.status_code, ASKED in answer.content.decode()) == (400, True)
        assert not standing(patient).granted("channel", "channel_question")
        for _ in range(2):
            assert reader.post(f"/following/{doctor}/", {**said, "agree_showing": "1"}).status_code == 302
        assert Question.objects.count() == 1

    def test_who_follows_whom_lies_sealed(self, reader: Client, doctor: UUID) -> None:
        for _ in range(2):
            assert reader.post(f"/following/{doctor}/follow/").status_code == 302
        assert Follow.objects.count() == 1
        assert "sealed" in repr(Follow.objects.values_list("doctor", flat=True).get())
        assert reader.post(f"/following/{doctor}/unfollow/").status_code == 302
        assert not Follow.objects.exists()

    def test_a_draft_belongs_to_one_doctor_and_is_let_go_when_the_question_has_arrived(
        self, reader: Client, doctor: UUID
    ) -> None:
        reader.post(f"/following/{doctor}/follow/")
        assert f'data-draft="question-{doctor}"' in reader.get(f"/following/{doctor}/").content.decode()
        said = {"text": ASKED, "agree_asking": "1", "notice": notice_of("patient")}
        refused = reader.post(f"/following/{doctor}/", said)
        assert (refused.status_code, ASKED in refused.content.decode()) == (400, True)
        assert "data-draft-done" not in refused.content.decode() + reader.get("/following/").content.decode()
        taken = reader.post(f"/following/{doctor}/", {**said, "agree_showing": "1"}, follow=True)
        assert f'data-draft-done="question-{doctor}"' in taken.content.decode()
        assert "data-draft-done" not in reader.get("/following/?asked=x").content.decode()

    def test_what_identifies_is_not_handed_in(self, author: Client, doctor: UUID, patient: UUID) -> None:
        question = asked(doctor, reader=patient)
        said = {"shown": "13812345678 这位问怎么办", "answer": ANSWER, "agree": "1", "notice": notice_of("doctor")}
        answer = author.post(f"{scenes.HOME}questions/{question}/", said)
        assert (answer.status_code, "13812345678" in scenes.words(answer)) == (400, True)
        assert not Answer.objects.exists()

    def test_every_question_is_listed_those_that_wait_first(
        self, author: Client, doctor: UUID, patient: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("yinuo.channel.pages.questions.LISTED", 3)
        for number in range(4):
            question = asked(doctor, reader=patient, text=f"第 {number} 个已经处理过的提问，够十个字")
            author.post(f"{scenes.HOME}questions/{question}/decline/")
        asked(doctor, reader=patient, text="最新的一个提问，还在等您回答，够十个字")
        first = author.get(f"{scenes.HOME}questions/").content.decode()
        assert "最新的一个提问" in first
        assert "第 3 个" in first
        assert "第 0 个" not in first
        assert "?page=2" in first
        second = author.get(f"{scenes.HOME}questions/?page=2").content.decode()
        assert "第 0 个" in second
        assert "最新的一个提问" not in second
        assert author.get(f"{scenes.HOME}questions/?page=99").status_code == 200
        assert author.get(f"{scenes.HOME}questions/?page=x").status_code == 200

    def test_anothers_question_is_not_there(self, other: Client, desk: Client, doctor: UUID, patient: UUID) -> None:
        question = asked(doctor, reader=patient)
        assert other.get(f"{scenes.HOME}questions/{question}/").status_code == 404
        assert other.post(f"{scenes.HOME}questions/{question}/decline/").status_code == 404

    def test_a_question_left_unanswered_says_so(
        self, author: Client, reader: Client, doctor: UUID, patient: UUID
    ) -> None:
        question = asked(doctor, reader=patient)
        assert author.post(f"{scenes.HOME}questions/{question}/decline/").status_code == 302
        told = scenes.words(reader.get("/following/"))
        assert "医生没有回答" in told
        assert "去问诊" in told

    def test_the_desk_sends_an_answer_back_with_a_reason(
        self, author: Client, desk: Client, doctor: UUID, patient: UUID
    ) -> None:
        question = asked(doctor, reader=patient)
        said = {"shown": SHOWN, "answer": ANSWER, "agree": "1", "notice": notice_of("doctor")}
        author.post(f"{scenes.HOME}questions/{question}/", said)
        place = f"/console/channel/answers/{Answer.objects.get().pk}/"
        assert ASKED in desk.get(place).content.decode()
        assert desk.post(f"{place}return/", {"note": "去掉“裂口流血”前的判断"}).status_code == 302
        assert "去掉“裂口流血”前的判断" in scenes.words(author.get(f"{scenes.HOME}questions/{question}/"))
        assert author.post(f"{scenes.HOME}questions/{question}/", said).status_code == 302
        assert desk.post(f"{place}approve/", scenes.ANSWER_CHECKS).status_code == 302


class TestPictures:
    def test_a_picture_is_taken_after_its_consent_and_set_into_the_text(self, author: Client, doctor: UUID) -> None:
        article = scenes.begun(author)
        said = {"add_picture": "1", "words": "一根手指", "file": drawing(), "file_through": "album"}
        assert scenes.save(author, article, **dict[str, Any](said)).status_code == 403
        scenes.allow(doctor, "channel_picture")
        assert scenes.save(author, article, **dict[str, Any]({**said, "file": drawing(), "at": "2"})).status_code == 302
        page = author.get(f"{scenes.HOME}{article}/").content.decode()
        assert "![一根手指](图1)" in page
        assert author.get(f"{scenes.HOME}{article}/picture/1/").status_code == 200

    def test_a_picture_that_is_none_is_told_and_the_text_is_kept(self, author: Client, doctor: UUID) -> None:
        scenes.allow(doctor, "channel_picture")
        article = scenes.begun(author)
        file = SimpleUploadedFile("a.jpg", b"#!/bin/sh", content_type="image/jpeg")
        answer = scenes.save(author, article, add_picture="1", words="图", file=file, file_through="album")
        assert answer.status_code == 415
        assert "湿疹反复" in author.get(f"{scenes.HOME}{article}/").content.decode()

    def test_the_pictures_consent_taken_back_leaves_the_text(
        self, author: Client, desk: Client, visitor: Client, doctor: UUID
    ) -> None:
        scenes.allow(doctor, "channel_picture")
        article = scenes.begun(author)
        scenes.save(author, article, add_picture="1", words="一根手指", file=drawing(), file_through="album")
        scenes.submit(author, article)
        scenes.decide(desk, article)
        assert visitor.get(f"/articles/{article}/picture/1/").status_code == 200
        scenes.take_back(doctor, "channel_picture")
        assert visitor.get(f"/articles/{article}/picture/1/").status_code == 404
        forget_held()
        page = visitor.get(f"/articles/{article}/")
        assert (page.status_code, "<img" in page.content.decode()) == (200, False)
