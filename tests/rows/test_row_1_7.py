"""1.7: a follow-up from the end of a consultation to a task, with each consent of its own; the microphone's part taken
back closes recording on both sides, and text goes on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.consulting import PATIENCE, Consultation, begin_consultation, paper, pick, press
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.7")
PRIVACY = "/me/settings/account/privacy/"
RECORD = """async ([address, occasion]) => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true});
    const recorder = new MediaRecorder(stream);
    const parts = [];
    recorder.ondataavailable = event => parts.push(event.data);
    const stopped = new Promise(resolve => { recorder.onstop = resolve; });
    recorder.start();
    await new Promise(resolve => setTimeout(resolve, 1500));
    recorder.stop();
    await stopped;
    stream.getTracks().forEach(track => track.stop());
    const form = new FormData();
    form.append("client_id", crypto.randomUUID());
    form.append("kind", "voice");
    form.append("occasion", occasion);
    form.append("file", new Blob(parts, {type: recorder.mimeType}), "voice");
    const token = document.querySelector("meta[name=yinuo-csrf]").content;
    const headers = {"X-CSRFToken": token, "Accept": "application/json"};
    const answer = await fetch(address, {method: "POST", body: form, headers});
    return {status: answer.status, body: await answer.json()};
}"""


def end(talk: Consultation) -> None:
    phone = talk.doctor
    phone.press("结束")
    phone.page.get_by_label("结束语").fill("术后恢复可以，按随访计划观察。")
    phone.page.get_by_label("我判断本次是复诊").check()
    phone.press("结束问诊")
    expect(phone.page.get_by_role("link", name="安排随访")).to_be_visible(timeout=PATIENCE)


def propose(phone: Phone, plan: str) -> str:
    """Three taps; answers the plan's id."""
    phone.press("安排随访")
    phone.page.get_by_role("link").filter(has_text=plan).click()
    phone.press("发给患者")
    phone.page.wait_for_url(re.compile(r"/doctor/followups/[0-9a-f-]{36}/"), timeout=PATIENCE)
    return phone.page.url.rstrip("/").rsplit("/", 1)[-1]


def confirm(phone: Phone, plan: str, name: str = "乔木") -> None:
    """Each item on its own; the name that the doctor may use is one of them."""
    page = phone.go(f"/patient/followups/{plan}/")
    expect(page.get_by_role("link", name="现在填写")).to_have_count(0)
    for item in ("followup_answer", "followup_value", "name"):
        page.locator(f"fieldset#{item}").get_by_label("同意", exact=True).check()
    page.get_by_label("医生怎样称呼您").fill(name)
    phone.press("确认参加")
    expect(page.get_by_role("link", name="现在填写")).to_be_visible(timeout=PATIENCE)


def choose(phone: Phone, question: str, answer: str) -> None:
    phone.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def recorder(phone: Phone) -> Locator:
    return phone.page.locator("media-attach[kind=voice]")


def record(phone: Phone) -> None:
    """Hold until two seconds are counted; agree first where that is asked."""
    page = phone.page
    panel = recorder(phone).locator(".voice-panel:not([hidden])")
    agree = page.get_by_role("button", name="同意", exact=True)
    recorder(phone).scroll_into_view_if_needed()
    press(page)
    expect(panel.or_(agree).first).to_be_visible(timeout=PATIENCE)
    if agree.count():
        page.mouse.up()
        agree.click()
        expect(agree).to_have_count(0)
        press(page)
    expect(panel.locator("output")).to_have_text("2 秒", timeout=PATIENCE)
    page.mouse.up()


def take_back(phone: Phone) -> None:
    """At 我的→设置→账户信息→隐私保护提示, in a tab of its own: the page that records stays open."""
    tab = phone.context.new_page()
    tab.goto(PRIVACY)
    tab.get_by_role("button", name="收回同意：随访录音", exact=True).click()
    expect(tab.get_by_role("button", name="同意：随访录音", exact=True)).to_be_visible()
    tab.close()


def refused(phone: Phone, plan: str, occasion: str, clause: str) -> None:
    """The door itself says no, whatever the page would have asked."""
    answer = phone.page.evaluate(RECORD, [f"/followups/{plan}/media/", occasion])
    assert answer["status"] == 403, answer
    assert answer["body"]["clause"] == clause
    assert "随访录音" in answer["body"]["sentence"]


def test_from_the_end_of_a_consultation_to_a_task_and_a_microphone_taken_back_on_both_sides(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    end(talk)
    plan = propose(talk.doctor, "术后随访")
    expect(talk.doctor.page.get_by_text("对方确认之前，什么都不会问")).to_be_visible()

    hers, theirs = talk.doctor.page, talk.patient.page
    confirm(talk.patient, plan)
    talk.patient.press("现在填写")
    theirs.get_by_label("体温（℃）").fill("387")
    theirs.get_by_label("疼痛（分）").fill("3")
    choose(talk.patient, "伤口怎么样", "发红或肿")
    choose(talk.patient, "有没有胸痛、气短", "没有")
    pick(theirs, theirs.get_by_role("button", name="从相册选"), paper(tmp_path / "wound.jpg", "WOUND"))
    expect(theirs.locator("media-attached media-picture")).to_be_visible(timeout=PATIENCE)
    record(talk.patient)
    expect(theirs.locator("media-attached voice-note")).to_be_visible(timeout=PATIENCE)
    talk.patient.press("提交给医生")
    expect(theirs.get_by_text("一般在 34 至 43 ℃ 之间")).to_be_visible(timeout=PATIENCE)
    expect(theirs.locator("media-attached")).to_have_count(2)
    occasion = theirs.url.rstrip("/").rsplit("/", 1)[-1]

    take_back(talk.patient)
    refused(talk.patient, plan, occasion, "1.6")
    theirs.get_by_label("体温（℃）").fill("38.7")
    theirs.get_by_label("还有什么想告诉医生").fill("那我打字说：昨晚开始发热")
    talk.patient.press("提交给医生")
    expect(theirs.get_by_text("已提醒医生处理")).to_be_visible(timeout=PATIENCE)

    hers.goto("/doctor/followups/")
    row = hers.get_by_role("link").filter(has_text="乔木")
    expect(row).to_contain_text("体温 38.7 ℃，达到上限 38")
    expect(row.locator("count-down")).to_be_visible()
    row.click()
    expect(hers.get_by_text("负责：")).to_be_visible()
    expect(hers.get_by_role("img", name="体温随时间的变化")).to_be_visible()
    expect(hers.get_by_role("region", name="测量值表")).to_contain_text("38.7")
    expect(hers.get_by_text("那我打字说：昨晚开始发热")).to_be_visible()
    expect(hers.locator(".card voice-note")).to_have_count(1)
    expect(hers.locator(".card media-picture")).to_have_count(1)

    record(talk.doctor)
    expect(hers.locator("#notes voice-note")).to_be_visible(timeout=PATIENCE)
    take_back(talk.doctor)
    refused(talk.doctor, plan, "", "1.7")
    hers.get_by_text("写嘱咐或用药调整").click()
    hers.get_by_label("写给患者", exact=True).fill("明天到换药室来一次")
    talk.doctor.press("保存，发给患者")
    talk.patient.go(f"/patient/followups/{plan}/")
    expect(theirs.get_by_text("明天到换药室来一次")).to_be_visible()
    expect(theirs.locator("#notes voice-note")).to_be_visible()

    hers.get_by_role("button", name="已处理").click()
    expect(hers.get_by_role("link").filter(has_text="乔木")).to_contain_text("按计划")
    assert talk.doctor.faults == talk.patient.faults == []
    talk.close()
