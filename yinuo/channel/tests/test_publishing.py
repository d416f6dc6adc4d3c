"""From a draft to a public page: review first, a second look on edits, gone at once when taken back."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from yinuo.channel.access import PUBLISHED_ITEMS
from yinuo.channel.actions import publish_due, purge_discarded
from yinuo.channel.demonstration import SHOWN, answered, drawing
from yinuo.channel.models import Article, Draft, Illustration, Revision
from yinuo.channel.tests import scenes
from yinuo.media.models import MediaFile
from yinuo.promise.consent import standing
from yinuo.promise.retention.sweep import sweep

pytestmark = pytest.mark.clause("1.4")


def address(article: UUID) -> str:
    return f"/articles/{article}/"


def test_nothing_is_public_before_a_person_approved_it(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.handed_in(author)
    assert visitor.get(address(article)).status_code == 404
    assert "等待审核" in scenes.words(desk.get("/console/channel/"))
    assert scenes.decide(desk, article).status_code == 302
    page = visitor.get(address(article))
    assert page.status_code == 200
    assert "湿疹反复，先看看这五件事" in page.content.decode()
    assert not page.cookies


def test_the_author_reads_the_reason_and_hands_in_again(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.handed_in(author)
    assert scenes.decide(desk, article, "return").status_code == 400
    assert scenes.decide(desk, article, "return", note="第二节请写明依据").status_code == 302
    assert "第二节请写明依据" in scenes.words(author.get(scenes.HOME))
    again = scenes.submit(author, article)
    assert (again.status_code, "没有改动" in scenes.words(again)) == (409, True)
    scenes.save(author, article, sources="中国湿疹诊疗指南，第二节")
    assert scenes.submit(author, article).status_code == 302
    assert scenes.decide(desk, article).status_code == 302
    assert visitor.get(address(article)).status_code == 200


def test_an_edit_waits_for_a_second_look_and_the_old_words_stay(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.published(author, desk)
    scenes.save(author, article, title="湿疹反复，看这六件事")
    assert "湿疹反复，先看看这五件事" in visitor.get(address(article)).content.decode()
    scenes.submit(author, article)
    assert "湿疹反复，先看看这五件事" in visitor.get(address(article)).content.decode()
    review = desk.get(f"/console/channel/articles/{scenes.revision(article)}/").content.decode()
    assert "<ins>" in review
    assert "看这六件事" in review
    scenes.decide(desk, article)
    assert "湿疹反复，看这六件事" in visitor.get(address(article)).content.decode()


def _picture(author: Client, article: UUID) -> None:
    content = BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(content, "JPEG")
    upload = SimpleUploadedFile("p.jpg", content.getvalue(), content_type="image/jpeg")
    draft = Draft.objects.get(article=article)
    more = {"add_picture": "1", "file": upload, "words": "手背", "version": draft.version}
    assert author.post(f"{scenes.HOME}{article}/", {**scenes.WRITTEN, **more}).status_code == 302


def test_no_picture_is_public_that_the_desk_has_not_seen(
    doctor: UUID, author: Client, desk: Client, visitor: Client
) -> None:
    """Neither one that lies in the draft beside what is public, nor one that came after the yes."""
    scenes.allow(doctor, "channel_picture")
    article = scenes.begun(author)
    for _ in range(2):
        _picture(author, article)
    shown = scenes.WRITTEN["body"] + "\n\n![手背](图1)"
    scenes.save(author, article, body=shown)
    assert scenes.submit(author, article).status_code == 302
    assert scenes.decide(desk, article).status_code == 302
    held = scenes.revision(article)
    _picture(author, article)
    for number, status in ((1, 200), (2, 404), (3, 404)):
        assert visitor.get(f"{address(article)}picture/{number}/").status_code == status
        assert desk.get(f"/console/channel/articles/{held}/picture/{number}/").status_code == status


@pytest.mark.parametrize(
    "another", ['![它](图2 "x")', "![它](<图2>)", "![它](%E5%9B%BE2)", "![它 [其二] 是](图2)", "![它\n是](图2)"]
)
def test_a_picture_that_is_not_there_yet_is_told_however_it_is_written(
    doctor: UUID, author: Client, desk: Client, visitor: Client, another: str
) -> None:
    scenes.allow(doctor, "channel_picture")
    article = scenes.begun(author)
    _picture(author, article)
    scenes.save(author, article, body=f"{scenes.WRITTEN['body']}\n\n![手背](图1)\n\n{another}")
    answer = scenes.submit(author, article)
    assert (answer.status_code, "图2" in scenes.words(answer)) == (400, True)


def test_a_picture_under_the_number_of_a_lost_one_is_not_public(
    doctor: UUID, author: Client, desk: Client, visitor: Client
) -> None:
    """With the consent the pictures go; the next one gets the first number again."""
    scenes.allow(doctor, "channel_picture")
    article = scenes.begun(author)
    _picture(author, article)
    scenes.save(author, article, body=scenes.WRITTEN["body"] + "\n\n![手背](图1)")
    scenes.submit(author, article)
    scenes.decide(desk, article)
    assert visitor.get(f"{address(article)}picture/1/").status_code == 200
    Illustration.objects.all().delete()
    _picture(author, article)
    assert Illustration.objects.get().number == 1
    assert visitor.get(f"{address(article)}picture/1/").status_code == 404
    assert "picture/1/" not in visitor.get(address(article)).content.decode()


def test_a_picture_can_be_thrown_away_unless_it_was_handed_in(
    doctor: UUID, author: Client, desk: Client, visitor: Client
) -> None:
    scenes.allow(doctor, "channel_picture")
    article = scenes.begun(author)
    for _ in range(2):
        _picture(author, article)
    scenes.save(author, article, body=scenes.WRITTEN["body"] + "\n\n![手背](图1)\n\n![手背](图2)")
    before = author.get(f"{scenes.HOME}{article}/").content.decode()
    assert all(f'name="remove_picture" value="{number}"' in before for number in (1, 2))
    files = MediaFile.objects.count()
    text = scenes.WRITTEN["body"] + "\n\n![手背](图1)\n\n![手背](图2)"
    assert scenes.save(author, article, body=text, remove_picture="2").status_code == 302
    assert author.get(f"{scenes.HOME}{article}/picture/2/").status_code == 404
    assert "图2" not in author.get(f"{scenes.HOME}{article}/").content.decode()
    assert MediaFile.objects.count() == files - 1
    scenes.submit(author, article)
    scenes.decide(desk, article)
    refused = scenes.save(author, article, body=text.partition("\n\n![")[0], remove_picture="1")
    assert (refused.status_code, "公开" in scenes.words(refused)) == (409, True)
    assert visitor.get(f"{address(article)}picture/1/").status_code == 200


def test_too_many_pictures_is_told_with_what_helps(
    doctor: UUID, author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinuo.channel.actions.writing.MOST_PICTURES", 1)
    scenes.allow(doctor, "channel_picture")
    article = scenes.begun(author)
    _picture(author, article)
    refused = scenes.save(author, article, add_picture="1", file=drawing(), words="手背", file_through="album")
    assert (refused.status_code, "请先删掉用不着的" in scenes.words(refused)) == (400, True)


def test_a_decision_on_what_was_recalled_is_told(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.handed_in(author)
    held = scenes.revision(article)
    assert author.post(f"{scenes.HOME}{article}/recall/").status_code == 302
    late = desk.post(f"/console/channel/articles/{held}/approve/", scenes.CHECKS)
    assert late.status_code == 404
    assert visitor.get(address(article)).status_code == 404
    assert scenes.submit(author, article).status_code == 302


def test_of_two_reviewers_one_decides(author: Client, desk: Client) -> None:
    article = scenes.handed_in(author)
    assert scenes.decide(desk, article, "return", note="请补来源").status_code == 302
    assert scenes.decide(desk, article).status_code == 409


def test_the_desk_approves_nothing_unchecked(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.handed_in(author)
    held = scenes.revision(article)
    answer = desk.post(f"/console/channel/articles/{held}/approve/", {"sources_checked": "1"})
    assert answer.status_code == 400
    assert visitor.get(address(article)).status_code == 404


def test_publishing_needs_an_act_of_its_own(author: Client, doctor: UUID) -> None:
    article = scenes.begun(author)
    scenes.save(author, article)
    silent = {"version": Draft.objects.get().version, "when": "now"}
    answer = author.post(f"{scenes.HOME}{article}/submit/", silent)
    assert answer.status_code == 400
    assert not standing(doctor).granted("channel", "channel_text")
    assert not Revision.objects.exists()
    scenes.submit(author, article)
    assert standing(doctor).granted("channel", "channel_text")


@pytest.mark.parametrize("item", ["channel_text", "name", "title", "hospital", "department"])
def test_a_consent_taken_back_closes_everything_at_once(
    author: Client, desk: Client, visitor: Client, doctor: UUID, item: str
) -> None:
    article = scenes.published(author, desk)
    assert visitor.get(address(article)).status_code == 200
    scenes.take_back(doctor, item)
    assert visitor.get(address(article)).status_code == 404
    told = scenes.words(author.get(scenes.HOME))
    assert "全部文章已下线" in told
    assert ("随后删除" in told) is (item == "channel_text")
    assert visitor.get(f"/channel/{doctor}/").status_code == (200 if item == "channel_text" else 404)


def test_what_was_taken_back_is_deleted_and_the_draft_stays(author: Client, desk: Client, doctor: UUID) -> None:
    article = scenes.published(author, desk)
    scenes.take_back(doctor, "channel_text")
    sweep(timezone.now())
    assert not Revision.objects.exists()
    assert Article.objects.get(pk=article).public_id is None
    assert "湿疹反复" in scenes.words(author.get(f"{scenes.HOME}{article}/preview/"))


def test_offline_is_at_once_and_can_be_undone(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.published(author, desk)
    assert visitor.get(address(article)).status_code == 200
    assert author.post(f"{scenes.HOME}{article}/offline/").status_code == 302
    assert visitor.get(address(article)).status_code == 404
    assert author.post(f"{scenes.HOME}{article}/put-back/").status_code == 302
    assert visitor.get(address(article)).status_code == 200


def test_going_offline_takes_a_waiting_edit_back(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.published(author, desk)
    scenes.save(author, article, title="湿疹反复，看这六件事")
    scenes.submit(author, article)
    held = scenes.revision(article)
    assert f"{article}/offline/" in author.get(scenes.HOME).content.decode()
    assert author.post(f"{scenes.HOME}{article}/offline/").status_code == 302
    assert desk.post(f"/console/channel/articles/{held}/approve/", scenes.CHECKS).status_code == 404
    assert visitor.get(address(article)).status_code == 404
    assert author.post(f"{scenes.HOME}{article}/put-back/").status_code == 302
    assert "先看看这五件事" in visitor.get(address(article)).content.decode()


class TestAgreeingAgain:
    """What a withdrawal closed stays closed until its author opens it, however the consent comes back."""

    @pytest.mark.parametrize("how", ["text", "name", "function", "all"])
    def test_it_opens_nothing_by_itself(
        self, author: Client, desk: Client, visitor: Client, doctor: UUID, how: str
    ) -> None:
        old = scenes.published(author, desk)
        scenes.lose_consent(doctor, how)
        if how != "all":
            refused = author.post(f"{scenes.HOME}{old}/put-back/")
            assert (refused.status_code, "重新同意" in scenes.words(refused)) == (409, True)
            assert f"{old}/put-back/" not in author.get(scenes.HOME).content.decode()
        scenes.come_back(doctor)
        new = scenes.published(author, desk, title="荨麻疹要不要忌口")
        assert visitor.get(address(new)).status_code == 200
        assert visitor.get(address(old)).status_code == 404
        assert f"/articles/{old}/" not in visitor.get(f"/channel/{doctor}/").content.decode()
        assert author.post(f"{scenes.HOME}{old}/put-back/").status_code == 302
        assert visitor.get(address(old)).status_code == 200

    def test_the_page_that_asks_says_so(self, author: Client, desk: Client, doctor: UUID) -> None:
        scenes.published(author, desk)
        scenes.take_back(doctor, "name")
        article = scenes.begun(author)
        scenes.save(author, article)
        assert "不会跟着打开" in scenes.words(author.get(f"{scenes.HOME}{article}/preview/"))

    def test_what_waits_is_taken_back(self, author: Client, desk: Client, visitor: Client, doctor: UUID) -> None:
        article = scenes.handed_in(author)
        held = scenes.revision(article)
        scenes.take_back(doctor, "title")
        scenes.allow(doctor, "title")
        assert desk.post(f"/console/channel/articles/{held}/approve/", scenes.CHECKS).status_code == 404
        assert visitor.get(address(article)).status_code == 404

    def test_what_is_scheduled_stays_back(self, author: Client, desk: Client, visitor: Client, doctor: UUID) -> None:
        article = scenes.begun(author)
        scenes.save(author, article)
        soon = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
        scenes.submit(author, article, when="later", publish_at=soon)
        scenes.decide(desk, article)
        scenes.take_back(doctor, "title")
        scenes.allow(doctor, "title")
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 404

    def test_an_answer_stays_closed_too(
        self, author: Client, visitor: Client, doctor: UUID, reviewer: UUID, patient: UUID
    ) -> None:
        for item in PUBLISHED_ITEMS:
            scenes.allow(doctor, item)
        question = answered(doctor, reviewer=reviewer, reader=patient)
        place = f"/channel/{doctor}/"
        assert SHOWN in scenes.words(visitor.get(place))
        scenes.take_back(doctor, "department")
        scenes.allow(doctor, "department")
        assert SHOWN not in scenes.words(visitor.get(place))
        assert author.post(f"{scenes.HOME}questions/{question}/put-back/").status_code == 302
        assert SHOWN in scenes.words(visitor.get(place))


def test_what_the_desk_took_down_its_author_can_not_put_back(author: Client, desk: Client, visitor: Client) -> None:
    article = scenes.published(author, desk)
    assert scenes.decide(desk, article, "take-down", note="有读者指出图上有电话").status_code == 302
    assert visitor.get(address(article)).status_code == 404
    assert author.post(f"{scenes.HOME}{article}/put-back/").status_code == 409
    assert "有读者指出图上有电话" in scenes.words(author.get(scenes.HOME))


def test_without_a_standing_qualification_nothing_is_handed_in(author: Client, doctor: UUID) -> None:
    article = scenes.begun(author)
    scenes.save(author, article)
    scenes.withdraw_name(doctor)
    assert scenes.submit(author, article).status_code == 409


class TestTheSchedule:
    def later(self, **ahead: int) -> str:
        return timezone.localtime(timezone.now() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")

    def scheduled(self, author: Client, desk: Client, visitor: Client) -> UUID:
        article = scenes.begun(author)
        scenes.save(author, article)
        assert scenes.submit(author, article, when="later", publish_at=self.later(hours=2)).status_code == 302
        scenes.decide(desk, article)
        assert visitor.get(address(article)).status_code == 404
        return article

    def test_it_is_public_when_its_time_has_come(self, author: Client, desk: Client, visitor: Client) -> None:
        article = self.scheduled(author, desk, visitor)
        assert "定时公开" in scenes.words(author.get(scenes.HOME))
        assert publish_due(now=timezone.now()) == 0
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 1
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 200

    def test_what_was_taken_offline_stays_so(self, author: Client, desk: Client, visitor: Client) -> None:
        article = self.scheduled(author, desk, visitor)
        assert author.post(f"{scenes.HOME}{article}/offline/").status_code == 302
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 404

    @pytest.mark.parametrize(("act", "label"), [("recall", "定时公开"), ("return", "退回修改"), ("", "审核中")])
    def test_it_is_told_and_can_be_closed_whatever_was_handed_in_since(
        self, author: Client, desk: Client, visitor: Client, act: str, label: str
    ) -> None:
        article = self.scheduled(author, desk, visitor)
        at = timezone.localtime(Revision.objects.get().publish_at).strftime("%Y-%m-%d %H:%M")
        scenes.save(author, article, title="湿疹反复，看这六件事")
        scenes.submit(author, article)
        if act == "recall":
            author.post(f"{scenes.HOME}{article}/recall/")
        elif act == "return":
            scenes.decide(desk, article, "return", note="请写明依据")
        for place in (scenes.HOME, f"{scenes.HOME}{article}/history/"):
            page = scenes.words(author.get(place))
            assert (label in page, f"{at} 公开" in page) == (True, True)
        assert f"{article}/offline/" in author.get(scenes.HOME).content.decode()
        assert f"{article}/discard/" not in author.get(scenes.HOME).content.decode()
        assert author.post(f"{scenes.HOME}{article}/discard/").status_code == 409
        assert author.post(f"{scenes.HOME}{article}/offline/").status_code == 302
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 404

    def recalled_edit(self, author: Client, article: UUID) -> None:
        scenes.save(author, article, title="湿疹反复，看这六件事")
        scenes.submit(author, article)
        author.post(f"{scenes.HOME}{article}/recall/")

    def test_put_away_and_brought_back_it_does_not_pass_by_a_withdrawal(
        self, author: Client, desk: Client, visitor: Client, doctor: UUID
    ) -> None:
        article = self.scheduled(author, desk, visitor)
        self.recalled_edit(author, article)
        author.post(f"{scenes.HOME}{article}/discard/")
        scenes.take_back(doctor, "channel_text")
        scenes.come_back(doctor)
        author.post(f"{scenes.HOME}{article}/bring-back/")
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 404

    def test_what_was_handed_in_for_a_closed_article_does_not_pass_by_a_withdrawal(
        self, author: Client, desk: Client, visitor: Client, doctor: UUID
    ) -> None:
        article = scenes.published(author, desk)
        author.post(f"{scenes.HOME}{article}/offline/")
        scenes.save(author, article, title="湿疹反复，看这六件事")
        scenes.submit(author, article, when="later", publish_at=self.later(hours=2))
        scenes.decide(desk, article)
        assert "定时公开" in scenes.words(author.get(scenes.HOME))
        scenes.take_back(doctor, "title")
        scenes.come_back(doctor)
        assert publish_due(now=timezone.now() + timedelta(hours=3)) == 0
        assert visitor.get(address(article)).status_code == 404

    def test_in_the_minute_before_the_worker_comes_it_can_still_be_closed(
        self, author: Client, desk: Client, visitor: Client
    ) -> None:
        article = self.scheduled(author, desk, visitor)
        Revision.objects.update(publish_at=timezone.now() - timedelta(seconds=20))
        assert author.post(f"{scenes.HOME}{article}/offline/").status_code == 302
        assert publish_due(now=timezone.now()) == 0
        assert visitor.get(address(article)).status_code == 404

    @pytest.mark.parametrize(
        ("said", "words"),
        [("2020-01-01T08:00", "已经过去"), ("2999-01-01T08:00", "三个月"), ("明天早上", "看不懂"), ("", "看不懂")],
    )
    def test_a_time_that_can_not_be_is_told(self, author: Client, said: str, words: str) -> None:
        article = scenes.begun(author)
        scenes.save(author, article)
        answer = scenes.submit(author, article, when="later", publish_at=said)
        assert (answer.status_code, words in scenes.words(answer)) == (400, True)
        assert not Revision.objects.exists()


class TestBadInput:
    def test_an_old_tab_is_told_and_loses_nothing(self, author: Client) -> None:
        article = scenes.begun(author)
        scenes.save(author, article, version=1, body="甲窗口写的一段话。")
        answer = scenes.save(author, article, version=1, body="乙窗口写的一段话。")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "甲窗口写的一段话。" in page
        assert "乙窗口写的一段话。" in page
        told = author.post(f"{scenes.HOME}{article}/save/", {**scenes.WRITTEN, "body": "丙窗口", "version": 1})
        assert (told.status_code, told.json()["error"]) == (409, "changed_elsewhere")
        assert scenes.save(author, article, version=2, body="乙窗口写的一段话。").status_code == 302

    def test_the_same_words_saved_twice_are_no_conflict(self, author: Client) -> None:
        article = scenes.begun(author)
        assert scenes.save(author, article, version=1).status_code == 302
        assert scenes.save(author, article, version=1).status_code == 302

    @pytest.mark.parametrize(
        ("name", "text"), [("title", "长" * 61), ("body", "长" * 20_001), ("sources", "长" * 2_001)]
    )
    def test_what_is_too_long_is_told_and_kept_in_the_form(self, author: Client, name: str, text: str) -> None:
        article = scenes.begun(author)
        answer = scenes.save(author, article, **dict[str, Any]({name: text}))
        assert answer.status_code == 400
        assert text in answer.content.decode()
        assert Draft.objects.get().version == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"title": " "}, "还没有标题"),
            ({"body": "太短"}, "至少 50 个字"),
            ({"sources": ""}, "资料来源"),
            ({"interest": ""}, "利益关系"),
            ({"interest": "some", "interests": ""}, "利益关系"),
            ({"machine": ""}, "人工智能"),
            ({"machine": "some"}, "还没有标出"),
            ({"body": "字" * 60 + "\n\n![图](图7)"}, "没有的图片"),
        ],
    )
    def test_what_is_missing_is_told_before_it_is_handed_in(
        self, author: Client, change: dict[str, str], words: str
    ) -> None:
        article = scenes.begun(author)
        scenes.save(author, article, **dict[str, Any](change))
        answer = scenes.submit(author, article)
        assert (answer.status_code, words in scenes.words(answer)) == (400, True)
        assert not Revision.objects.exists()

    def test_handed_in_twice_is_handed_in_once(self, author: Client) -> None:
        article = scenes.handed_in(author)
        assert scenes.submit(author, article).status_code == 302
        assert Revision.objects.count() == 1

    def test_scripts_in_the_text_are_words(self, author: Client, desk: Client, visitor: Client) -> None:
        nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> [点我](javascript:alert(1)) ![x](https://evil.example/a.png)"
        article = scenes.published(author, desk, title="<b>标题</b>", body=nasty + "\n\n" + "正文" * 40)
        page = visitor.get(address(article)).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'javascript:alert(1)"' not in page
        assert "&lt;b&gt;标题" in page
        assert "\\u003cb\\u003e" in page

    def test_others_drafts_are_not_there(self, author: Client, other: Client) -> None:
        article = scenes.begun(author)
        for place in ("", "preview/", "history/", "talk/", "picture/1/", "talk/sound/"):
            mine, theirs = author.get(f"{scenes.HOME}{article}/{place}"), other.get(f"{scenes.HOME}{article}/{place}")
            nothing = other.get(f"{scenes.HOME}{uuid4()}/{place}")
            assert theirs.status_code == nothing.status_code == 404
            assert mine.status_code in (200, 404)
        for act in ("save", "submit", "discard", "offline"):
            assert other.post(f"{scenes.HOME}{article}/{act}/", scenes.WRITTEN).status_code == 404

    def test_a_draft_is_not_at_the_desk(self, author: Client, desk: Client) -> None:
        scenes.begun(author)
        assert "没有等待审核的内容" in scenes.words(desk.get("/console/channel/"))


def test_what_is_put_away_comes_back_for_a_week(author: Client) -> None:
    article = scenes.begun(author)
    scenes.save(author, article)
    answer = author.post(f"{scenes.HOME}{article}/discard/", follow=True)
    assert "已删除“湿疹反复，先看看这五件事”" in scenes.words(answer)
    assert author.get(f"{scenes.HOME}{article}/").status_code == 404
    assert author.post(f"{scenes.HOME}{article}/bring-back/").status_code == 302
    assert author.get(f"{scenes.HOME}{article}/").status_code == 200
    author.post(f"{scenes.HOME}{article}/discard/")
    assert purge_discarded(now=timezone.now()) == 0
    assert purge_discarded(now=timezone.now() + timedelta(days=8)) == 1
    assert not Draft.objects.exists()
