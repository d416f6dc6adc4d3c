"""Step 3: a doctor fills in her papers, photographs her licence, is asked for a correction, and is approved."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.consulting import PATIENCE, new_number, paper
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.1b")
REVIEWER = "19900000021"
NAME = "黎小舟"
FIELDS = {"姓名": NAME, "城市": "昆明", "医院": "云岭医院", "科室": "皮肤科", "接诊价格（元）": "30"}
CHECKS = ("实名：", "独立执业满三年", "所在机构同意")


@pytest.fixture
def doctor(product: Product, browser: Browser) -> Iterator[Phone]:
    phone = Phone(browser, product)
    phone.register("doctor", new_number())
    yield phone
    phone.close()


@pytest.fixture
def reviewer(product: Product, browser: Browser) -> Iterator[Phone]:
    desk = Phone(browser, product, width=1280, height=800)
    desk.log_in("staff", REVIEWER)
    yield desk
    desk.close()


def fill_in(page: Page) -> None:
    for label, words in FIELDS.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("职称", exact=True).select_option("主治医师")


def photograph(page: Page, card: Locator) -> None:
    """By camera, after the sheet that asks; the fake camera shows a green picture."""
    card.get_by_role("button", name="拍照").click()
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("button", name="拍摄").click()
    page.get_by_role("button", name="用这张").click()
    card.get_by_role("button", name=re.compile("保存这张照片|换成这张")).click()
    expect(card.locator("media-picture img")).to_be_visible(timeout=PATIENCE)


def pick(page: Page, card: Locator, path: Path) -> None:
    """Out of the album; asked for once only."""
    with page.expect_file_chooser(timeout=PATIENCE) as chooser:
        card.get_by_role("button", name="从相册选").click()
        agree = page.get_by_role("button", name="同意", exact=True)
        if card.locator("media-picture").count() == 0:
            agree.click()
    chooser.value.set_files(path)
    expect(card.locator(".photo-preview")).to_be_visible(timeout=PATIENCE)
    card.get_by_role("button", name=re.compile("保存这张照片|换成这张")).click()
    expect(card.locator("media-picture img")).to_be_visible(timeout=PATIENCE)


def hand_in(doctor: Phone, tmp_path: Path) -> None:
    page = doctor.go("/credentials/")
    doctor.press("去填写资料")
    fill_in(page)
    doctor.press("同意，下一步")
    photograph(page, page.locator("#licence"))
    pick(page, page.locator("#portrait"), paper(tmp_path / "portrait.jpg", "PORTRAIT"))
    doctor.press("下一步：核对并提交")
    doctor.press("提交审核")
    expect(page.get_by_text("医院审核员会逐项核对")).to_be_visible(timeout=PATIENCE)


def open_papers(reviewer: Phone) -> Page:
    page = reviewer.go("/console/review/")
    page.get_by_role("row").filter(has_text=NAME).first.get_by_role("link").click()
    expect(page.get_by_role("heading", name=re.compile("审核资料"))).to_be_visible(timeout=PATIENCE)
    return page


def test_from_the_first_field_to_approval_she_is_told_without_a_reload(
    doctor: Phone, reviewer: Phone, tmp_path: Path
) -> None:
    hand_in(doctor, tmp_path)
    theirs = open_papers(reviewer)
    licence = theirs.locator("#decide section").filter(has=theirs.get_by_role("heading", name="医生执照"))
    portrait = theirs.locator("#decide section").filter(has=theirs.get_by_role("heading", name="采集头像"))
    side, other = licence.bounding_box(), portrait.bounding_box()
    assert side and other and side["x"] > other["x"] + other["width"] and abs(side["y"] - other["y"]) < 8
    licence.get_by_label("请补正", exact=True).check()
    licence.get_by_label(re.compile("要怎么改")).fill("编号看不清，请重拍")
    reviewer.press("退回，请补正")
    page = doctor.page
    expect(page.get_by_text("审核员请您补正")).to_be_visible(timeout=PATIENCE)
    doctor.press("去补正照片")
    card = page.locator("#licence")
    expect(card.get_by_text("编号看不清，请重拍")).to_be_visible()
    pick(page, card, paper(tmp_path / "licence.jpg", "LICENCE"))
    expect(card.get_by_text("已补正")).to_be_visible(timeout=PATIENCE)
    doctor.press("下一步：核对并提交")
    doctor.press("再次提交审核")
    theirs = open_papers(reviewer)
    expect(theirs.get_by_text("已修改", exact=True)).to_have_count(1)
    reviewer.press("审核通过")
    expect(theirs.get_by_role("alert")).to_contain_text("三项缺一")
    for check in CHECKS:
        theirs.get_by_label(re.compile(check)).check()
    reviewer.press("审核通过")
    expect(theirs.get_by_text("医生可以接诊了")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("审核已通过，可以接诊了")).to_be_visible(timeout=PATIENCE)
    expect(doctor.go("/doctor/").get_by_text("已通过")).to_be_visible()
    assert not doctor.faults and not reviewer.faults


def test_what_was_typed_survives_a_reload_and_nothing_is_wider_than_the_phone(doctor: Phone) -> None:
    page = doctor.go("/credentials/fields/")
    fill_in(page)
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("姓名", exact=True)).to_have_value(NAME, timeout=PATIENCE)
    for path in ("/credentials/", "/credentials/fields/", "/credentials/pictures/"):
        doctor.go(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
