"""The thread: states in shape and word, what is new, what was read, and the same markup as the server's."""

import re

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from yinuo.web.tests.gallery import Message
from yinuo.web.tests.pages import CONSULTATION, ME, document, message
from yinuo.web.tests.server import Stage


def thread(items: str, *, since: int, read: int) -> str:
    around = f'<chat-thread consultation="{CONSULTATION}" me="{ME}" since="{since}" read="{read}">'
    return document(f'{around}<ol class="thread">{items}</ol></chat-thread>')


def opened(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.origin}/thread/")
    expect(page.locator("textarea")).to_be_visible()
    expect(page.locator("chat-thread")).to_have_attribute("role", "log")


def joined(page: Page, stage: Stage) -> None:
    opened(page, stage)
    page.wait_for_timeout(300)
    assert stage.played.commands("consultations.join")


@pytest.mark.parametrize(
    ("receipt", "word", "shape"),
    [((0, 0), "已发送", "svg"), ((1, 0), "已送达", "svg"), ((1, 1), "已读", ".message-read-mark")],
)
def test_each_state_has_a_word_and_a_shape_of_its_own(
    page: Page, stage: Stage, receipt: tuple[int, int], word: str, shape: str
) -> None:
    joined(page, stage)
    page.locator("textarea").fill("您好")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".message-state")).to_have_text("已发送")
    sent = page.locator(".message-state").inner_html()
    stage.say(event="receipt", consultation=CONSULTATION, delivered=receipt[0], read=receipt[1])
    expect(page.locator(".message-state")).to_have_text(word)
    expect(page.locator(f".message-state {shape}")).to_have_count(1)
    drawn = re.sub(r">[^<]+<", "><", page.locator(".message-state").inner_html())
    assert word == "已发送" or drawn != re.sub(r">[^<]+<", "><", sent)


def test_a_state_never_goes_back(page: Page, stage: Stage) -> None:
    joined(page, stage)
    page.locator("textarea").fill("您好")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".message-state")).to_have_text("已发送")
    stage.say(event="receipt", consultation=CONSULTATION, delivered=1, read=1)
    expect(page.locator(".message-state")).to_have_text("已读")
    stage.say(event="receipt", consultation=CONSULTATION, delivered=1, read=0)
    stage.say(**message(2, text="收到"))
    expect(page.get_by_text("收到")).to_be_visible()
    expect(page.locator(".message-state")).to_have_text("已读")


def test_what_arrives_is_told_as_received_and_read_when_it_is_seen(page: Page, stage: Stage) -> None:
    joined(page, stage)
    stage.say(**message(1))
    expect(page.locator("#m1")).to_be_visible()
    page.wait_for_timeout(500)
    assert stage.played.commands("consultations.received")[-1]["upto"] == 1
    assert stage.played.commands("consultations.read")[-1]["upto"] == 1


def test_nothing_is_doubled_and_everything_stands_in_its_order(page: Page, stage: Stage) -> None:
    joined(page, stage)
    for number in (1, 3, 2, 3, 1):
        stage.say(**message(number, text=f"第 {number} 条"))
    expect(page.locator(".message")).to_have_count(3)
    assert page.locator(".message-text").all_inner_texts() == ["第 1 条", "第 2 条", "第 3 条"]


def test_reconnecting_asks_for_what_follows_the_last_number(page: Page, stage: Stage) -> None:
    stage.played.history = [message(number, text=f"第 {number} 条") for number in (1, 2)]
    joined(page, stage)
    expect(page.locator(".message")).to_have_count(2)
    stage.cut()
    stage.played.history.append(message(3, text="第 3 条"))
    stage.mend()
    expect(page.locator(".message")).to_have_count(3, timeout=20_000)
    assert [frame["since"] for frame in stage.played.commands("consultations.join")] == [0, 2]


def test_what_a_message_says_is_never_markup(page: Page, stage: Stage) -> None:
    joined(page, stage)
    stage.say(**message(1, text="<img src=x onerror=alert(1)><b>粗</b>"))
    expect(page.locator(".message-text")).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator("chat-thread img")).to_have_count(0)


def test_what_the_gate_keeps_closed_shows_its_sentence(page: Page, stage: Stage) -> None:
    joined(page, stage)
    stage.say(**message(1, kind="voice", text="", closed="这条内容已关闭。"))
    expect(page.locator(".message-closed")).to_have_text("这条内容已关闭。")
    expect(page.locator("voice-note")).to_have_count(0)


@pytest.mark.parametrize("kind", ["text", "photo", "voice", "notice"])
@pytest.mark.parametrize("mine", [True, False])
def test_a_new_message_has_the_markup_of_the_server(page: Page, stage: Stage, kind: str, mine: bool) -> None:
    media = {"url": "/media/x.png", "width": 320, "height": 200, "seconds": 7.4, "peaks": [1, 5, 9]}
    given = Message(1, mine, kind, "您好", media=media if kind in ("photo", "voice") else None, author_name="")
    served = render_to_string("web/message.html", {"message": given})
    stage.played.pages["/both/"] = thread(served, since=1, read=1)
    stage.played.files["/media/x.png"] = ("image/png", b"")
    page.goto(f"{stage.origin}/both/")
    page.wait_for_timeout(500)
    before = shape(page)
    page.goto(f"{stage.origin}/thread/")
    page.wait_for_timeout(500)
    stage.say(**message(1, mine=mine, kind=kind, client_id=given.client_id, media=given.media, at=given.at.isoformat()))
    expect(page.locator(".message")).to_have_count(1)
    page.wait_for_timeout(300)
    assert shape(page) == before


def shape(page: Page) -> str:
    """The message's markup without what the time of day and the layout of white space make of it."""
    html = page.locator(".message").evaluate("(item) => item.outerHTML")
    html = re.sub(r">\s+|\s+<", lambda found: found[0].strip(), html)
    html = re.sub(r' (datetime|data-at|title|style|max|seconds|peaks)="[^"]*"', "", html)
    return " ".join(sorted(re.findall(r"<[^>]+>|[^<>]+", re.sub(r"\b(\d\d:\d\d)\b", "", html))))


def test_the_line_above_what_is_new_and_the_way_to_the_end(page: Page, stage: Stage) -> None:
    items = "".join(
        render_to_string("web/message.html", {"message": Message(number, False, text="长" * 60)})
        for number in range(1, 21)
    )
    stage.played.pages["/long/"] = thread(items, since=20, read=5)
    page.goto(f"{stage.origin}/long/")
    expect(page.locator(".message-new")).to_be_in_viewport()
    assert page.locator(".message-new + .message").get_attribute("data-number") == "6"
    page.locator(".thread-jump").click()
    expect(page.locator("#m20")).to_be_in_viewport()
    page.wait_for_timeout(300)
    assert stage.played.commands("consultations.read")[-1]["upto"] == 20
