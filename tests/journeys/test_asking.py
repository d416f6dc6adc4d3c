"""Steps 4 and 5: a patient asks, the doctor's list shows it by itself, and she accepts or says why not."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from tests.journeys.consulting import (
    DOCTOR,
    DOCTOR_NAME,
    PATIENCE,
    STORY,
    accept,
    ask,
    come_in,
    doctor_page,
    new_number,
    paper,
    sign_and_agree,
    tell,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.2")


@pytest.fixture
def patient(product: Product, browser: Browser) -> Iterator[Phone]:
    phone = Phone(browser, product)
    phone.register("patient", new_number())
    yield phone
    assert phone.faults == []
    phone.close()


@pytest.fixture
def doctor(product: Product, browser: Browser) -> Iterator[Phone]:
    phone = Phone(browser, product)
    come_in(phone, "doctor", DOCTOR)
    yield phone
    assert phone.faults == []
    phone.close()


def test_the_inbox_shows_who_waits_without_a_reload_and_one_screen_shows_all(
    doctor: Phone, patient: Phone, tmp_path: Path
) -> None:
    story = replace(STORY, name="闻人青")
    heard: list[str] = []
    welcomed: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: heard.append(json.loads(frame)["event"]))
        socket.on("framesent", lambda frame: welcomed.append(json.loads(frame)["command"]))

    doctor.page.on("websocket", listen)
    page = doctor.go("/doctor/")
    expect(page.get_by_role("heading", name="等候接诊")).to_be_visible()
    page.evaluate("document.body.dataset.same = 'yes'")
    ask(patient, paper(tmp_path / "paper.jpg"), story)
    expect(patient.page.get_by_role("link", name="120").first).to_be_visible()
    expect(patient.page.locator("count-down")).to_contain_text("还剩 2", timeout=PATIENCE)

    row = page.get_by_role("link").filter(has_text=story.name)
    expect(row).to_be_visible(timeout=PATIENCE)
    assert "inbox" in heard
    assert "inbox.watch" in welcomed
    expect(page.locator("body")).to_have_attribute("data-same", "yes")
    expect(row.locator("human-time")).to_be_visible()
    expect(row).to_contain_text(re.compile("等候|急|前面"))

    row.click()
    for words in (story.complaint, story.statement, story.allergies, story.drugs, "35 岁", "免费"):
        expect(page.get_by_text(words, exact=False).first).to_be_visible(timeout=PATIENCE)
    picture = page.locator("media-picture img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True, timeout=PATIENCE)
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(page.get_by_role("button", name="接诊", exact=True)).to_be_in_viewport()
    doctor.press("接诊")
    expect(patient.page.get_by_text("医生已经接诊")).to_be_visible(timeout=PATIENCE)
    patient.press("进入交谈")
    expect(patient.page.locator("message-composer")).to_be_visible(timeout=PATIENCE)


def test_a_minor_is_refused_in_a_sentence_and_nothing_is_kept(patient: Phone, tmp_path: Path) -> None:
    sign_and_agree(patient, doctor_page(patient))
    tell(patient, replace(STORY, age="17"), paper(tmp_path / "paper.jpg"))
    patient.press("提交给医生")
    page = patient.page
    expect(page.get_by_role("alert").filter(has_text=re.compile("18|十八"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("哪里不舒服")).to_have_value(STORY.complaint)
    expect(page.locator("form input[name=picture]")).to_have_value("")
    expect(patient.go("/patient/").get_by_text("还没有问诊")).to_be_visible()


def test_what_a_patient_keeps_to_themselves_is_not_asked_again_nor_shown(
    doctor: Phone, patient: Phone, tmp_path: Path
) -> None:
    story = replace(STORY, name="", allergies="", drugs="")
    made = ask(patient, paper(tmp_path / "paper.jpg"), story)
    page = doctor.go(f"/doctor/consultations/{made}/")
    expect(page.get_by_text("患者未提供")).to_have_count(2)
    expect(page.get_by_text("未留姓名").first).to_be_visible()


def test_the_reason_for_declining_reaches_the_waiting_patient(doctor: Phone, patient: Phone, tmp_path: Path) -> None:
    story = replace(STORY, name="南宫远")
    made = ask(patient, paper(tmp_path / "paper.jpg"), story)
    page = doctor.go(f"/doctor/consultations/{made}/")
    page.get_by_text("不接诊", exact=True).click()
    page.get_by_label("不属于我的专业范围").check()
    page.get_by_label("补充说明").fill("请找变态反应科。")
    page.get_by_role("button", name="不接诊，把理由发给患者").click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible(timeout=PATIENCE)
    page = doctor.go(f"/doctor/consultations/{made}/")
    expect(page.get_by_text("您没有接诊")).to_be_visible()
    expect(page.get_by_text(story.complaint)).to_have_count(0)
    expect(patient.page.get_by_text("不属于我的专业范围").first).to_be_visible(timeout=PATIENCE)
    expect(patient.page.get_by_text("请找变态反应科。").first).to_be_visible()
    past = patient.go("/patient/").get_by_role("region", name="以往问诊")
    expect(past.get_by_role("link").filter(has_text=DOCTOR_NAME)).to_be_visible()


def test_red_flags_are_seen_first_and_one_tap_sends_to_the_emergency(
    doctor: Phone, patient: Phone, tmp_path: Path
) -> None:
    story = replace(STORY, name="公孙野", complaint="今天早上突然胸痛，出冷汗，喘不上气。")
    made = ask(patient, paper(tmp_path / "paper.jpg"), story)
    row = doctor.go("/doctor/").get_by_role("region", name=re.compile("等候接诊")).get_by_role("link").first
    expect(row).to_contain_text(story.name)
    page = doctor.go(f"/doctor/consultations/{made}/")
    page.get_by_role("region", name="可能是急症").get_by_role("button", name=re.compile("120")).click()
    expect(patient.page.get_by_text("请立即拨打 120，或到最近的急诊").first).to_be_visible(timeout=PATIENCE)


def test_who_must_be_seen_in_person_is_told_so(doctor: Phone, patient: Phone, tmp_path: Path) -> None:
    made = ask(patient, paper(tmp_path / "paper.jpg"), replace(STORY, name="端木晴"))
    accept(doctor, made)
    patient.go(f"/patient/consultations/{made}/")
    page = doctor.page
    doctor.press("结束")
    page.locator("textarea[name=note]").fill("需要当面做斑贴试验，请本周到皮肤科门诊。")
    page.get_by_role("button", name=re.compile("线下就诊")).click()
    expect(page.get_by_text("需要当面做斑贴试验")).to_be_visible(timeout=PATIENCE)
    expect(patient.page.get_by_text("需要当面做斑贴试验")).to_be_visible(timeout=PATIENCE)
    expect(patient.page.get_by_role("heading", name="请到线下就诊")).to_be_visible()
