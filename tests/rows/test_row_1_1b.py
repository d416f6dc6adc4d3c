"""1.1b: a doctor's papers are taken item by item; without approval nobody takes patients."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import DOCTOR, paper
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.1b")
UPLOAD = """async ([path, bytes]) => {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(bytes)], {type: "image/jpeg"}), "licence.jpg");
    form.append("file_through", "album");
    const token = document.querySelector("meta[name=yinuo-csrf]").content;
    const headers = {"X-CSRFToken": token, "Accept": "application/json"};
    const answer = await fetch(path, {method: "POST", body: form, headers});
    return {status: answer.status, url: answer.url, text: await answer.text()};
}"""


def test_a_licence_is_not_taken_before_the_doctor_agreed_to_it(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    phone = Phone(browser, product)
    phone.register("doctor", "19811110005")
    picture = list(paper(tmp_path / "licence.jpg").read_bytes())
    phone.go("/credentials/pictures/")
    refused = phone.page.evaluate(UPLOAD, ["/credentials/picture/licence/add/", picture])
    assert refused["status"] == 403, refused
    assert "1.1b" in refused["text"]

    phone.go("/me/settings/account/privacy/")
    phone.press("同意：医生执照")
    phone.go("/credentials/pictures/")
    taken = phone.page.evaluate(UPLOAD, ["/credentials/picture/licence/add/", picture])
    assert taken["status"] == 200, taken
    assert taken["url"].endswith("/credentials/pictures/")
    phone.close()


def test_without_approval_a_doctor_is_not_among_those_who_take_patients(product: Product, browser: Browser) -> None:
    patient = Phone(browser, product)
    patient.log_in("patient", "19900000011")
    page = patient.go("/patient/doctors/")
    expect(page.get_by_text("林知夏").first).to_be_visible()
    expect(page.get_by_text("顾南舟")).to_have_count(0)
    doctor = Phone(browser, product)
    doctor.log_in("doctor", DOCTOR)
    expect(doctor.go("/credentials/").get_by_text(re.compile("已通过|通过")).first).to_be_visible()
    patient.close()
    doctor.close()
