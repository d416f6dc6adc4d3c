"""What is sent stays on the device until it is acknowledged, goes out once and in order, and is unreadable there."""

import time

from playwright.sync_api import BrowserContext, Page, expect

from yinuo.web.tests.pages import document
from yinuo.web.tests.server import Stage

SECRET = "咳嗽三天了，夜里加重"
DUMP = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  if (!names.includes("yinuo_outbox")) return { names, text: "", keys: [], records: 0 };
  const opened = await new Promise((resolve) => {
    const asking = indexedDB.open("yinuo_outbox");
    asking.onsuccess = () => resolve(asking.result);
  });
  const all = (name) => new Promise((resolve) => {
    const asking = opened.transaction(name).objectStore(name).getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  const [keys, queue, drafts] = [await all("device"), await all("queue"), await all("drafts")];
  opened.close();
  const text = [...queue, ...drafts].map((record) => JSON.stringify({ ...record, sealed: null, iv: null })
    + new TextDecoder().decode(record.sealed)).join("\\n");
  return { names, text, keys: keys.map((key) => [key.extractable, key.algorithm.name]), records: queue.length };
}"""


def write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="发送").click()


def opened(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.origin}/thread/")
    page.locator("message-composer textarea").wait_for()


def test_what_was_queued_survives_a_reload_and_is_sent_once_in_order(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.played.silent = True
    for text in ("第一条", "第二条", "第三条"):
        write(page, text)
    expect(page.locator(".message")).to_have_count(3)
    stage.cut()
    expect(page.locator(".message[data-state=queued]")).to_have_count(3)
    expect(page.get_by_text("网络断开，消息会在恢复后自动发出")).to_be_visible()
    stage.mend()
    page.goto(f"{stage.origin}/plain/")
    stage.cut()
    stage.mend()
    stage.played.silent = False
    stage.played.frames.clear()
    opened(page, stage)
    expect(page.locator(".message[data-state=sent]")).to_have_count(3)
    assert list(dict.fromkeys(frame["text"] for frame in stage.played.sent())) == ["第一条", "第二条", "第三条"]
    assert len(stage.played.numbers) == 3
    assert page.evaluate(DUMP)["records"] == 0


def test_nothing_readable_lies_on_the_device(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.played.silent = True
    write(page, SECRET)
    page.locator("textarea").fill("写到一半" + SECRET)
    expect(page.locator(".message")).to_have_count(1)
    page.wait_for_timeout(600)
    lying = page.evaluate(DUMP)
    assert lying["records"] == 1
    assert lying["keys"] == [[False, "AES-GCM"]]
    assert "consultation" in lying["text"]
    assert SECRET not in lying["text"]
    assert "sending" not in lying["text"]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_logging_out_wipes_the_device(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.played.silent = True
    write(page, SECRET)
    expect(page.locator(".message")).to_have_count(1)
    assert "yinuo_outbox" in page.evaluate(DUMP)["names"]
    page.goto(f"{stage.origin}/out/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/gone/")
    page.goto(f"{stage.origin}/static/web/tokens.css")
    assert "yinuo_outbox" not in page.evaluate(DUMP)["names"]
    assert page.evaluate("caches.keys()") == []


def test_two_pages_send_each_message_once(context: BrowserContext, page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.cut()
    second = context.new_page()
    for number in range(4):
        write(page, f"第 {number} 条")
    expect(page.locator(".message[data-state=queued]")).to_have_count(4)
    stage.mend()
    opened(second, stage)
    expect(page.locator(".message[data-state=sent]")).to_have_count(4, timeout=40_000)
    assert [frame["text"] for frame in stage.played.sent()] == [f"第 {number} 条" for number in range(4)]


def test_another_person_on_the_device_finds_nothing(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.played.silent = True
    write(page, SECRET)
    expect(page.locator(".message")).to_have_count(1)
    page.goto("about:blank")  # the first page may try again until it is gone
    stage.played.frames.clear()
    stage.played.silent = False
    page.goto(f"{stage.origin}/other/")
    page.locator("textarea").wait_for()
    page.wait_for_timeout(1000)
    assert stage.played.sent() == []
    assert page.evaluate(DUMP)["records"] == 0


def test_what_is_typed_survives_an_expired_session(page: Page, stage: Stage) -> None:
    opened(page, stage)
    stage.played.logged_out = True
    page.locator("textarea").fill(SECRET)
    stage.cut()
    stage.mend()
    expect(page.get_by_text("登录已过期，写好的内容还在")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="重新登录")).to_be_visible()
    stage.played.logged_out = False
    opened(page, stage)
    expect(page.locator("textarea")).to_have_value(SECRET)


def test_a_refusal_says_why_and_does_not_stop_what_follows(page: Page, stage: Stage) -> None:
    stage.played.refusals["text"] = {
        "code": "withdrawn", "sentence": "您已不同意使用，所以没有发送。", "clause": "1.2", "allow_url": "/me/privacy/"
    }  # fmt: skip
    opened(page, stage)
    write(page, "被拒绝的")
    expect(page.get_by_text("您已不同意使用，所以没有发送。")).to_be_visible()
    expect(page.locator(".message-refusal a")).to_have_attribute("href", "/me/privacy/")
    stage.played.refusals.clear()
    write(page, "可以发的")
    expect(page.locator(".message[data-state=sent]")).to_have_count(1)
    page.get_by_role("button", name="重发").click()
    expect(page.locator(".message[data-state=sent]")).to_have_count(2)


def test_a_message_that_is_too_long_for_a_frame_is_refused_here(page: Page, stage: Stage) -> None:
    opened(page, stage)
    page.evaluate(
        """async (consultation) => {
          const outbox = await import("/static/web/outbox.js");
          await outbox.enqueue({ consultation, kind: "text", text: "长".repeat(20000) });
        }""",
        page.locator("chat-thread").get_attribute("consultation"),
    )
    expect(page.get_by_text("这条消息太长，没有发送。")).to_be_visible()
    assert stage.played.sent() == []


def test_a_break_of_the_network_is_found_and_mended(page: Page, stage: Stage) -> None:
    opened(page, stage)
    write(page, "之前")
    expect(page.locator(".message[data-state=sent]")).to_have_count(1)
    stage.cut()
    write(page, "之间")
    time.sleep(1)
    stage.mend()
    expect(page.locator(".message[data-state=sent]")).to_have_count(2, timeout=30_000)
    expect(page.get_by_text("网络断开")).to_be_hidden()
    assert [frame["text"] for frame in stage.played.sent()] == ["之前", "之间"]


def test_a_page_of_a_visitor_stores_nothing(page: Page, stage: Stage) -> None:
    stage.played.pages["/visitor/"] = document("<p>visitor</p>", person="")
    page.goto(f"{stage.origin}/visitor/")
    page.wait_for_timeout(500)
    assert page.evaluate(DUMP)["names"] == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
