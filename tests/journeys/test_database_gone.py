"""PostgreSQL is gone for twenty seconds: the person sees that sending waits, and nothing acknowledged is lost."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import PATIENCE, Consultation, begin_consultation, expect_state, said, say
from tests.journeys.product import Product
from yinuo.runtime.postgres import Cluster

pytestmark = pytest.mark.clause("1.2")
OUTAGE_MS = 20_000
BROKEN = "\nthere_is_no_such_setting = 'so the server does not start'\n"


class Outage:
    """The product's PostgreSQL, killed; a wrong setting keeps the supervisor from bringing it back before ``end``."""

    def __init__(self, product: Product) -> None:
        self.address = product.address
        data = Cluster(product.home / "postgres").data
        self.settings = data / "postgresql.auto.conf"
        self.before = self.settings.read_text(encoding="utf-8")
        self.settings.write_text(self.before + BROKEN, encoding="utf-8")
        postmaster = (data / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        os.kill(int(postmaster), signal.SIGKILL)

    def parts(self) -> dict[str, str]:
        return dict(httpx.get(f"{self.address}/healthz", timeout=30).json()["parts"])

    def end(self) -> None:
        self.settings.write_text(self.before, encoding="utf-8")


@pytest.fixture
def talk(mutant: str, template: Path, browser: Browser, tmp_path: Path) -> Iterator[Consultation]:
    product = Product(mutant, template)
    try:
        product.start()
        made = begin_consultation(product, browser, tmp_path)
        yield made
        made.close()
    finally:
        product.leave()


def test_what_is_written_meanwhile_waits_and_nothing_acknowledged_is_lost(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    product = patient.product
    expect_state(say(patient, "停电之前"), "已读")
    outage = Outage(product)
    try:
        assert outage.parts()["postgres"] == "down"
        waiting = {
            phone: [say(phone, f"{who}停电时{n}") for n in "一二"]
            for phone, who in ((patient, "患者"), (doctor, "医生"))
        }
        refused = patient.context.request.get("/patient/")
        assert (refused.status, "retry-after" in refused.headers) == (503, True)
        assert "请过一会儿再试" in refused.text()
        patient.page.wait_for_timeout(OUTAGE_MS)
        assert outage.parts()["postgres"] == "down"
        for messages in waiting.values():
            for message in messages:
                assert message.locator(".message-state").inner_text().endswith("待发送")
        expect(said(doctor, "患者停电时一")).to_have_count(0)
    finally:
        outage.end()
    for phone, messages in waiting.items():
        other = doctor if phone is patient else patient
        for message in messages:
            expect_state(message, "已读")
        for text in (f"{'患者' if phone is patient else '医生'}停电时{n}" for n in "一二"):
            expect(said(other, text)).to_have_count(1, timeout=PATIENCE)
    for phone in (doctor, patient):
        phone.page.reload()
        expect(said(phone, "医生停电时二")).to_be_visible(timeout=PATIENCE)
        texts = phone.page.locator(".message[data-kind=text] .message-text").all_text_contents()
        assert texts[0] == "停电之前"
        assert sorted(texts) == sorted({"停电之前", *(f"{who}停电时{n}" for who in ("患者", "医生") for n in "一二")})
        for who in ("患者", "医生"):
            assert texts.index(f"{who}停电时一") < texts.index(f"{who}停电时二")
    assert set(outage.parts().values()) == {"up"}
    assert "unbroken" in product.cli("journal", "verify")
