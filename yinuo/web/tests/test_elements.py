"""Voice, pictures, consent, time and live parts: one promise a test."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from yinuo.web.tests.pages import document
from yinuo.web.tests.server import Stage

ASKED = {
    "ask": True, "granted": False, "title": "语音", "does": "与患者图文、语音问诊", "clause": "1.2",
    "why": "问诊时录下您说的这一段", "clause_url": "/policy/#1.2", "notice": "hash-of-the-clause",
    "refusing": "不能发语音，可改用文字",
}  # fmt: skip
TRACKS = """() => {
  window.tracks = [];
  const before = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await before(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""


def talking(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.origin}/thread/")
    page.evaluate(TRACKS)
    page.get_by_role("button", name="语音").click()
    expect(page.locator(".voice-hold")).to_be_visible()


def hold(page: Page, milliseconds: int, *, up: int = 0) -> None:
    box: Any = page.locator(".voice-hold").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    expect(page.locator(".voice-hold")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(milliseconds)
    if up:
        page.mouse.move(box["x"] + 40, box["y"] - up)
        expect(page.locator(".voice-panel[data-cancel]")).to_be_visible()
    page.mouse.up()


def test_holding_and_letting_go_sends_a_voice_note(page: Page, stage: Stage) -> None:
    talking(page, stage)
    hold(page, 1600)
    expect(page.locator("voice-note")).to_be_visible()
    expect(page.locator(".message[data-state=sent]")).to_have_count(1)
    (upload,) = stage.played.uploads
    assert upload["kind"] == "voice"
    assert int(upload["file"]) > 1000
    assert stage.played.sent()[0]["media"]
    assert page.evaluate("window.tracks.every((track) => track.readyState === 'ended')")


def test_sliding_up_cancels(page: Page, stage: Stage) -> None:
    talking(page, stage)
    hold(page, 1300, up=150)
    expect(page.locator(".composer-status")).to_have_text("已取消")
    assert stage.played.uploads == []
    assert page.evaluate("window.tracks.every((track) => track.readyState === 'ended')")


def test_less_than_a_second_is_too_short(page: Page, stage: Stage) -> None:
    talking(page, stage)
    hold(page, 200)
    expect(page.locator(".composer-status")).to_have_text("说话时间太短")
    assert stage.played.uploads == []


def test_a_keyboard_begins_and_ends_a_voice_note(page: Page, stage: Stage) -> None:
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    expect(page.locator(".voice-hold")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    expect(page.locator("voice-note")).to_be_visible()


def test_sixty_seconds_are_the_end_and_ten_before_it_is_said(page: Page, stage: Stage) -> None:
    page.clock.install()
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    expect(page.locator(".voice-hold")).to_have_attribute("aria-pressed", "true")
    page.clock.fast_forward(51_000)
    page.clock.run_for(200)
    expect(page.locator(".voice-panel output")).to_contain_text("还可以说")
    page.clock.fast_forward(9_500)
    page.clock.run_for(200)
    expect(page.locator(".voice-panel")).to_be_hidden()


def test_removing_the_recorder_stops_the_microphone(page: Page, stage: Stage) -> None:
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    expect(page.locator(".voice-hold")).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.querySelector('message-composer').remove()")
    assert page.evaluate("window.tracks.length && window.tracks.every((track) => track.readyState === 'ended')")


def test_no_device_is_touched_before_the_person_agrees(page: Page, stage: Stage) -> None:
    stage.played.consent = dict(ASKED)
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    sheet = page.get_by_role("dialog")
    told = ("是否同意提供“语音”？", "用在哪里：与患者图文、语音问诊。", "为什么需要：问诊时录下您说的这一段。")
    for words in (*told, "不能发语音，可改用文字", "第 1.2 条"):
        expect(sheet).to_contain_text(words)
    expect(sheet.get_by_role("link")).to_have_attribute("href", "/policy/#1.2")
    sizes = [button.bounding_box() for button in sheet.get_by_role("button").all()]
    assert len({(box["width"], box["height"]) for box in sizes if box}) == 1
    assert page.evaluate("window.tracks.length") == 0
    sheet.get_by_role("button", name="不同意").click()
    expect(sheet).to_be_hidden()
    assert page.evaluate("window.tracks.length") == 0
    path, said = stage.played.consents[0]
    assert path == "/consent/refuse/"
    assert (said["purpose"], said["item"]) == ("consultations", "voice_note")


def test_agreeing_is_written_down_with_its_clause_before_anything_is_recorded(page: Page, stage: Stage) -> None:
    stage.played.consent = dict(ASKED)
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(page.locator(".voice-hold")).to_have_attribute("aria-pressed", "true")
    path, said = stage.played.consents[0]
    assert (path, said["notice"]) == ("/consent/grant/", "hash-of-the-clause")


def test_what_no_clause_names_can_not_be_used(page: Page, stage: Stage) -> None:
    stage.played.consent = {"ask": False, "granted": False}
    talking(page, stage)
    page.locator(".voice-hold").focus()
    page.keyboard.press("Space")
    expect(page.locator(".composer-status")).to_contain_text("现行隐私政策没有列出这项用途")
    assert page.evaluate("window.tracks.length") == 0


def test_a_photograph_is_looked_at_before_it_goes(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.origin}/thread/")
    page.evaluate(TRACKS)
    page.get_by_role("button", name="拍照").click()
    expect(page.locator("video")).to_have_js_property("readyState", 4)
    page.get_by_role("button", name="拍摄").click()
    page.get_by_role("button", name="重拍").click()
    page.get_by_role("button", name="拍摄").click()
    page.get_by_role("button", name="用这张").click()
    expect(page.locator("media-picture img")).to_be_visible()
    expect(page.locator(".message[data-state=sent]")).to_have_count(1)
    assert stage.played.uploads[0]["kind"] == "photo"
    assert page.evaluate("window.tracks.every((track) => track.readyState === 'ended')")


def test_a_refused_picture_says_why(page: Page, stage: Stage) -> None:
    stage.played.refused_uploads = {"sentence": "这不是图片，没有收下。", "clause": "1.2"}
    page.goto(f"{stage.origin}/thread/")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="从相册选").click()
    chosen.value.set_files({"name": "x.png", "mimeType": "image/png", "buffer": b"not a picture"})
    expect(page.locator(".message-refusal")).to_contain_text("这不是图片，没有收下。")
    assert stage.played.sent() == []


def test_a_picture_goes_into_its_form(page: Page, stage: Stage) -> None:
    stage.played.pages["/form/"] = document(
        '<form><photo-capture mode="both" purpose="credentials.qualification" item="licence">'
        '<input type="file" name="licence"></photo-capture></form>'
    )
    page.goto(f"{stage.origin}/form/")
    page.get_by_role("button", name="拍照").click()
    expect(page.locator("video")).to_have_js_property("readyState", 4)
    page.get_by_role("button", name="拍摄").click()
    page.get_by_role("button", name="用这张").click()
    expect(page.locator(".photo-preview")).to_be_visible()
    entries = "[...new FormData(document.querySelector('form')).entries()]"
    (_, size), through = page.evaluate(f"{entries}.map(([name, value]) => [name, value.size ?? value])")
    assert size > 1000
    assert through == ["licence_through", "camera"]


def test_a_picture_opens_large_and_closes_with_the_keyboard(page: Page, stage: Stage) -> None:
    stage.played.pages["/picture/"] = document(
        '<media-picture src="/static/web/icons/mark-192.png" alt="血压记录" width="192" height="192"></media-picture>'
    )
    page.goto(f"{stage.origin}/picture/")
    page.get_by_role("button", name="查看大图").click()
    viewer = page.get_by_role("dialog", name="血压记录")
    expect(viewer).to_be_visible()
    viewer.get_by_role("button", name="放大").click()
    expect(viewer.get_by_role("button", name="缩小")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("ahead", "words", "mark"),
    [
        (90_000 * 1000, "还剩 1 天 1 小时", None),
        (1800 * 1000, "还剩 30 分 0 秒", "data-near"),
        (-1, "已到时间", "data-over"),
    ],
)
def test_a_countdown_says_how_long_in_words(page: Page, stage: Stage, ahead: int, words: str, mark: str | None) -> None:
    page.clock.install(time="2026-11-23T08:00:00Z")
    page.clock.pause_at("2026-11-23T08:00:01Z")
    stage.played.pages["/wait/"] = document("<p id='here'></p>")
    page.goto(f"{stage.origin}/wait/")
    page.evaluate(
        "(ahead) => { const made = document.createElement('count-down');"
        " made.setAttribute('until', new Date(Date.now() + ahead).toISOString()); document.body.append(made); }",
        ahead,
    )
    expect(page.locator("count-down")).to_have_text(words)
    if mark:
        expect(page.locator("count-down")).to_have_attribute(mark, "")


def test_a_list_renews_itself_when_the_gateway_says_so(page: Page, stage: Stage) -> None:
    stage.played.pages["/rows/"] = "<ul><li>新来的患者</li></ul>"
    stage.played.pages["/list/"] = document(
        '<live-list src="/rows/" event="inbox"><ul><li>无人等候</li></ul></live-list>'
    )
    page.goto(f"{stage.origin}/list/")
    page.wait_for_timeout(500)
    assert stage.played.commands("inbox.watch")
    stage.say(event="inbox")
    expect(page.get_by_text("新来的患者")).to_be_visible(timeout=2000)
    stage.played.pages["/rows/"] = "<ul><li>断网时来的患者</li></ul>"
    stage.cut()
    stage.mend()
    expect(page.get_by_text("断网时来的患者")).to_be_visible(timeout=20_000)


def test_a_removed_thread_lets_go_of_the_socket(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.origin}/thread/")
    page.wait_for_timeout(500)
    state = "import('/static/web/socket.js').then((module) => module.connection.state)"
    assert page.evaluate(state) == "open"
    page.evaluate("document.querySelector('chat-thread').remove(); document.querySelector('message-composer').remove()")
    assert page.evaluate(state) == "idle"


def test_a_desk_without_a_gateway_asks_again_by_itself(page: Page, stage: Stage) -> None:
    stage.played.pages["/polling/"] = document('<live-list src="/rows/" every="0.2"><p>无人等候</p></live-list>')
    stage.played.pages["/rows/"] = "<p>苏见微在等审核</p>"
    page.goto(f"{stage.origin}/polling/")
    expect(page.get_by_text("苏见微在等审核")).to_be_visible()
    assert stage.played.frames == []
