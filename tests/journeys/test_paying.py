"""Row 1.11, the patient's side: pay before waiting, be seen and rate; or get everything back without asking."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.consulting import (
    PATIENCE,
    STORY,
    accept,
    come_in,
    doctor_page,
    new_number,
    paper,
    sign_and_agree,
    tell,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.11")
DOCTOR, NAME = "19900000003", "沈月白"
REFUNDED_WITHIN = 90_000  # the worker comes by at once, and every minute in any case
STORY_NOW = replace(STORY, complaint="空腹血糖八点五，想问要不要加药。", statement="去年在云岭医院诊断为二型糖尿病。")


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


def ask(phone: Phone, folder: Path) -> str:
    """Up to the page of paying; answers the consultation's id."""
    address = doctor_page(phone, NAME)
    page = phone.go(address)
    expect(page.get_by_text("¥30").first).to_be_visible()
    sign_and_agree(phone, address, STORY_NOW)
    tell(phone, STORY_NOW, paper(folder / "diagnosis.jpg"))
    phone.press("提交，去付款 ¥30")
    page.wait_for_url(re.compile(r"/patient/pay/"), timeout=PATIENCE)
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def choose(phone: Phone, way: str) -> Page:
    """A way to pay, and the separate consent for its service."""
    page = phone.page
    page.get_by_label(way).check()
    phone.press("去付款")
    expect(page.get_by_text("不交：您是谁、哪位医生、什么病")).to_be_visible(timeout=PATIENCE)
    refuse, agree = (page.get_by_role("button", name=name, exact=True).bounding_box() for name in ("不同意", "同意"))
    assert refuse is not None and agree is not None and abs(refuse["width"] - agree["width"]) < 2
    page.get_by_role("button", name="同意", exact=True).click()
    return page


def test_paid_seen_and_rated(product: Product, doctor: Phone, patient: Phone, tmp_path: Path) -> None:
    made = ask(patient, tmp_path)
    assert doctor.page.request.get(f"{product.address}/doctor/consultations/{made}/").status == 404
    page = choose(patient, "微信支付（在这台手机上）")
    expect(page.get_by_text("不会真的扣钱")).to_be_visible(timeout=PATIENCE)
    patient.press("打开微信支付")
    expect(page.get_by_role("heading", name="演示收银台 · 微信支付")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("¥30.00")).to_be_visible()
    patient.press("付款（演示）")
    expect(page.get_by_text("已付款")).to_be_visible(timeout=PATIENCE)
    patient.press("回到医诺")
    expect(page.get_by_text("等候接诊").first).to_be_visible(timeout=PATIENCE)
    patient.go(f"/patient/consultations/{made}/")
    expect(page.locator("count-down")).to_contain_text("还剩 2", timeout=PATIENCE)

    hers = doctor.go(f"/doctor/consultations/{made}/")
    expect(hers.get_by_text("已付 ¥30.00")).to_be_visible()
    accept(doctor, made)
    hers = doctor.go(f"/doctor/consultations/{made}/close/")
    hers.get_by_label("结束语").fill("加用二甲双胍，四周后复查。")
    hers.get_by_label("我判断本次是复诊").check()
    doctor.press("结束问诊")
    patient.go(f"/patient/consultations/{made}/")
    patient.press("评价这次问诊（可不评）")
    page.get_by_label("★★★★★ 很满意").check()
    page.get_by_label("想说的话").fill("讲得很清楚。")
    patient.press("同意并提交")
    expect(page.get_by_text("您已经评价过这次问诊")).to_be_visible(timeout=PATIENCE)

    hers = doctor.go("/doctor/income/")
    expect(hers.get_by_text("¥24.00").first).to_be_visible()
    expect(hers.get_by_text("标价 ¥30.00 − 服务费 ¥6.00").first).to_be_visible()
    expect(doctor.go("/doctor/ratings/").get_by_text("讲得很清楚。")).to_be_visible()
    patient.go("/me/")
    patient.press("支付订单", exact=False)
    page.get_by_role("link").filter(has_text="¥30.00").first.click()
    expect(page.get_by_text("已付款，问诊已完成")).to_be_visible()
    shared = patient.go("/me/information/shared/").get_by_text("微信支付").first
    expect(shared).to_be_visible()


def test_declined_it_goes_back_by_itself(product: Product, doctor: Phone, patient: Phone, tmp_path: Path) -> None:
    made = ask(patient, tmp_path)
    page = choose(patient, "支付宝（在这台手机上）")
    patient.press("打开支付宝")
    patient.press("付款（演示）")
    expect(page.get_by_text("已付款")).to_be_visible(timeout=PATIENCE)
    patient.go(f"/patient/consultations/{made}/")
    told = page.get_by_role("heading", name="等候接诊")
    expect(told.or_(page.get_by_role("link", name="查看问诊"))).to_be_visible(timeout=PATIENCE)
    if not told.is_visible():  # the word of the payment came while the page was open
        page.get_by_role("link", name="查看问诊").click()
    expect(told).to_be_visible(timeout=PATIENCE)

    hers = doctor.go(f"/doctor/consultations/{made}/")
    hers.get_by_text("不接诊", exact=True).first.click()
    hers.locator("[name=reason]").first.check()
    doctor.press("不接诊，把理由发给患者")
    patient.go(f"/patient/consultations/{made}/")
    back = page.get_by_text("¥30.00 已退还")
    for _ in range(REFUNDED_WITHIN // 3000):
        if back.count():
            break
        page.wait_for_timeout(3000)
        page.reload()
    expect(back).to_be_visible()


def test_who_presses_cancel_pays_nothing_and_may_take_it_back(patient: Phone, tmp_path: Path) -> None:
    ask(patient, tmp_path)
    page = choose(patient, "微信扫码（用另一台手机扫）")
    expect(page.get_by_role("img", name="微信付款码")).to_be_visible(timeout=PATIENCE)
    patient.press("演示：打开替身收银台")
    patient.press("不付了")
    patient.go("/patient/")
    page.get_by_role("link").filter(has_text="等待付款").first.click()
    patient.press("我已付款")
    expect(page.get_by_text("还没有收到付款")).to_be_visible(timeout=PATIENCE)
    patient.press("不付了，撤回这次问诊")
    expect(page.get_by_text("您已撤回").first).to_be_visible(timeout=PATIENCE)
