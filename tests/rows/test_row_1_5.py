"""1.5: the card is saved as a picture without a permission, leads to the doctor, and stops leading there at once."""

import re
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, expect

from tests.journeys.arriving import watch_permissions
from tests.journeys.codes import modules_in
from tests.journeys.consulting import DOCTOR, DOCTOR_NAME, come_in
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.5")


def saved(phone: Phone, folder: Path) -> bytes:
    """The picture as the browser puts it among the downloads."""
    with phone.page.expect_download() as downloading:
        phone.press("保存图片")
    file = downloading.value
    assert file.suggested_filename == f"名片-{DOCTOR_NAME}.png"
    kept = folder / "card.png"
    file.save_as(kept)
    return kept.read_bytes()


def address_on(phone: Phone) -> str:
    return str(phone.page.locator("share-link").get_attribute("url"))


def scanned_today(phone: Phone) -> str:
    found = re.search(r"今天 (.+?) 次", phone.page.get_by_text("今天").inner_text())
    assert found is not None
    return found[1]


def says(picture: bytes, address: str) -> bool:
    return modules_in(picture) == [[bool(dark) for dark in row] for row in segno.make_qr(address, error="m").matrix]


def test_the_saved_picture_leads_to_the_doctor_until_the_card_is_renewed_or_withdrawn(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    doctor = Phone(browser, product)
    asked = watch_permissions(doctor)
    come_in(doctor, "doctor", DOCTOR)
    doctor.go("/me/")
    doctor.press("我的名片", exact=False)
    first = address_on(doctor)
    assert scanned_today(doctor) == "少于 5"
    picture = saved(doctor, tmp_path)
    assert says(picture, first)
    assert not says(picture, first[:-2] + ("A/" if first[-2] != "A" else "B/"))

    patient = Phone(browser, product)
    patient.go(first)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text(DOCTOR_NAME)
    assert "/d/" in patient.page.url
    assert patient.cookies() == set()
    for _ in range(4):
        patient.go(first)
    doctor.go(first)  # the doctor's own look is not counted
    doctor.go("/me/card/")
    assert scanned_today(doctor) == "5"

    doctor.press("换一张", exact=False)
    doctor.press("换新")
    expect(doctor.page.get_by_text("旧名片上的二维码已经失效")).to_be_visible()
    second = address_on(doctor)
    assert second != first
    assert says(saved(doctor, tmp_path), second)
    patient.go(first)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text("这张名片已失效")
    expect(patient.page.get_by_text("向医生要一张新名片")).to_be_visible()
    patient.go(second)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text(DOCTOR_NAME)

    doctor.press("停用名片", exact=False)
    doctor.press("停用")
    expect(doctor.page.get_by_text("名片已停用")).to_be_visible()
    patient.go(second)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text("这张名片已失效")
    doctor.press("生成名片")
    expect(doctor.page.get_by_text("名片做好了")).to_be_visible()
    assert address_on(doctor) not in (first, second)
    assert asked == []
    doctor.close()
    patient.close()


def test_the_card_is_shown_on_the_whole_screen_and_printed(product: Product, browser: Browser, tmp_path: Path) -> None:
    doctor = Phone(browser, product)
    come_in(doctor, "doctor", DOCTOR)
    doctor.go("/me/card/")
    doctor.press("分享")
    expect(doctor.page.locator("share-link [role=status]")).to_have_text(re.compile("网址已复制|没有复制成功"))
    with doctor.page.expect_download() as downloading:
        doctor.page.get_by_role("link", name="送印刷店的 PDF").click()
    downloading.value.save_as(tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    doctor.go("/me/card/")
    doctor.press("出示")
    code = doctor.page.get_by_role("img", name="我的名片二维码")
    expect(code).to_have_js_property("complete", True)
    box = code.bounding_box()
    assert box is not None
    assert box["width"] >= 280
    doctor.press("收起")
    expect(doctor.page.get_by_role("heading", level=1)).to_have_text("我的名片")
    doctor.close()
