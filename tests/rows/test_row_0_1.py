"""0.1: the policy of a special service prevails inside that service, in the open socket too, and nowhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.consulting import PATIENCE, begin_consultation
from tests.journeys.product import Product
from tests.rows.test_row_1_2 import ANSWER, OPEN_SOCKET
from yinuo.promise.tests.overlay import NAME, write_overlay

pytestmark = pytest.mark.clause("0.1")
VERSION = "/me/settings/account/privacy/version/"


TEXT = """[[purpose.item]]
id = "message_text"
need = "basic"
basis = "contract"
source = ["given"]
after = "record"
why = "复诊需要交流"
refusing = "不能使用视频复诊"

"""


def overlay(root: Path) -> Path:
    """A policy for consultations that names text and voice, and no pictures: those the doctors' own policy names."""
    folder = write_overlay(root)
    policy, items = folder / "policy.md", folder / "items.toml"
    text = policy.read_text(encoding="utf-8").replace("复诊只用**语音消息**", "复诊只用**文字消息**和**语音消息**")
    policy.write_text(text.replace("[[purpose.item]]", TEXT + "[[purpose.item]]", 1), encoding="utf-8")
    known = items.read_text(encoding="utf-8")
    voice = known[known.index("[item.voice_note]") :]
    items.write_text(
        known + "\n" + voice.replace("voice_note", "message_text").replace("语音消息", "文字消息"), encoding="utf-8"
    )
    return folder


def send(page: Page, consultation: str, text: str) -> dict[str, Any]:
    """The gateway's answer to a message."""
    frame = {"command": "consultations.send", "consultation": consultation, "kind": "text"}
    answer: dict[str, Any] = page.evaluate(ANSWER, [{**frame, "client_id": str(uuid4()), "text": text}])
    return answer


def test_a_service_policy_prevails_in_its_service_and_must_be_confirmed_of_its_own(
    started: Callable[..., Product], browser: Browser, tmp_path: Path
) -> None:
    product = started()
    talk = begin_consultation(product, browser, tmp_path)
    hers = talk.doctor.page
    hers.evaluate(OPEN_SOCKET, talk.id)
    assert send(hers, talk.id, "先按原来的政策说")["event"] == "acknowledged"

    report = product.cli_json("policy", "publish", str(overlay(tmp_path / "overlay")))
    assert (report["policy"], report["in_force"], report["findings"]) == (NAME, True, [])
    answer = send(hers, talk.id, "专项政策生效之后")
    assert answer["event"] == "refused" and "还没有确认" in answer["sentence"], answer

    tab = talk.doctor.context.new_page()
    tab.goto("/credentials/")
    expect(tab.get_by_role("heading", name="视频复诊专项政策 V1.0.0")).to_be_visible(timeout=PATIENCE)
    tab.get_by_role("button", name="暂不确认").click()
    expect(tab.get_by_role("heading", name="视频复诊专项政策 V1.0.0")).to_have_count(0)
    assert tab.goto("/credentials/fields/").status == 200, "outside the service everything goes on"  # type: ignore[union-attr]
    tab.goto(f"{VERSION}?policy={NAME}")
    tab.get_by_role("button", name="确认", exact=True).click()
    expect(tab.get_by_role("button", name="确认", exact=True)).to_have_count(0)

    assert send(hers, talk.id, "确认之后")["event"] == "acknowledged"
    tab.goto(hers.url)
    expect(tab.locator("message-composer")).to_have_attribute("kinds", "text voice", timeout=PATIENCE)
    tab.goto("/policy/")
    tab.get_by_role("link", name="视频复诊专项政策").click()
    expect(tab.get_by_text("视频复诊有自己的政策")).to_be_visible()
    talk.close()
