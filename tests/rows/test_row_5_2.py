"""5.2: a reviewed item is corrected in place; the reviewed words stay until somebody of the hospital has looked."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import DOCTOR, DOCTOR_NAME, come_in, doctor_page
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("5.2")
NEW = "皮肤与过敏专科"


def test_the_reviewed_words_stay_until_the_reviewer_says_yes(product: Product, browser: Browser) -> None:
    doctor, patient = Phone(browser, product), Phone(browser, product)
    desk = Phone(browser, product, width=1280, height=800)
    come_in(doctor, "doctor", DOCTOR)
    come_in(patient, "patient", "19900000011")
    page = doctor.go("/me/information/item/department/")
    page.get_by_role("link", name="修改").click()
    page.get_by_label("科室", exact=True).fill(NEW)
    doctor.press("提交更正")
    expect(page.get_by_text(f"等待核实：{NEW}")).to_be_visible()
    theirs = doctor_page(patient)
    expect(patient.go(theirs).get_by_text(DOCTOR_NAME).first).to_be_visible()
    expect(patient.page.get_by_text(NEW)).to_have_count(0)

    come_in(desk, "staff", "19900000021")
    desk.go("/console/corrections/")
    expect(desk.page.get_by_text(NEW)).to_be_visible()
    desk.press("核实无误：科室")
    expect(desk.page.get_by_text("没有等待核实的更正")).to_be_visible()
    expect(patient.go(theirs).get_by_text(NEW).first).to_be_visible()
    for phone in (doctor, patient, desk):
        phone.close()
