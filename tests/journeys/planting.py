"""Unmistakable values in the rooms around a consultation: money, a channel, follow-ups, pushes."""

import re

from playwright.sync_api import expect

from tests.journeys.consulting import PATIENCE, doctor_page
from tests.journeys.phone import Phone
from tests.journeys.pushing import carried
from tests.rows.test_row_1_7 import choose, confirm, propose
from tests.waiting import wait_for

CARD, ID_NUMBER, BANK_PHONE = "6214830975318642", "532901198309274171", "19754208631"
ARTICLE = ("琥珀川的金丝雀为什么掉羽毛", "草稿里的第一只金丝雀 draft-bird-5e8d，还没有给任何人看。")
QUESTION = "我的金丝雀每到霜降就哑，琥珀川哪里还听得见它？"
MEASURED = "第三天夜里金丝雀梦见羽毛 followup-bird-2b6f"
CALLED = "随访里的金丝雀先生"
INVITED = ("受邀的金丝雀女士", "19731642085")


def bind_card(doctor: Phone) -> None:
    """Each item agreed to on its own, the code, the verifier's word; then the card stands there by its last four."""
    page = doctor.go("/me/bank/bind/")
    while page.locator("section.card form").count():
        page.get_by_role("button", name=re.compile("^同意：")).first.click()
    for name, value in (("number", CARD), ("id_number", ID_NUMBER), ("bank_phone", BANK_PHONE)):
        page.locator(f"input[name={name}]").fill(value)
    before = len(doctor.product.messages())
    doctor.press("获取验证码")
    expect(page.get_by_label("验证码")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("验证码").fill(doctor.product.code(doctor.number, after=before))
    doctor.press("添加这张卡")
    expect(page.get_by_text("银行卡已添加")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(f"•••• {CARD[-4:]}").first).to_be_visible()


def draft_article(doctor: Phone) -> None:
    """Begun, saved by itself, handed to nobody."""
    page = doctor.go("/doctor/channel/")
    doctor.press("写文章")
    page.get_by_label("标题").fill(ARTICLE[0])
    page.get_by_label("正文").fill(ARTICLE[1])
    expect(page.get_by_text(re.compile("已自动保存"))).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.get_by_label("正文")).to_have_value(ARTICLE[1])


def ask_as_follower(patient: Phone) -> None:
    """Of a doctor whose articles are public."""
    doctor = doctor_page(patient).rstrip("/").rsplit("/", 1)[-1]
    page = patient.go(f"/following/{doctor}/")
    patient.press("关注")
    page.get_by_label("匿名提问", exact=False).first.fill(QUESTION)
    for box in page.get_by_role("checkbox").all():
        box.check()
    patient.press("提交提问")
    expect(page.get_by_text("提问已交给医生")).to_be_visible(timeout=PATIENCE)


def follow_up(doctor: Phone, patient: Phone) -> None:
    """From the end of a consultation to the first answer, which the doctor reads."""
    plan = propose(doctor, "术后随访")
    confirm(patient, plan, CALLED)
    page = patient.page
    patient.press("现在填写")
    page.get_by_label("体温（℃）").fill("38.7")
    page.get_by_label("疼痛（分）").fill("3")
    choose(patient, "伤口怎么样", "发红或肿")
    choose(patient, "有没有胸痛、气短", "没有")
    page.get_by_label("还有什么想告诉医生").fill(MEASURED)
    patient.press("提交给医生")
    expect(page.get_by_text("已提醒医生处理")).to_be_visible(timeout=PATIENCE)
    read = doctor.go(f"/doctor/followups/{plan}/")
    expect(read.get_by_text(MEASURED)).to_be_visible()
    expect(read.get_by_text(CALLED).first).to_be_visible()


def invite(doctor: Phone) -> None:
    """One person by name and number; the message goes out within the minute."""
    page = doctor.go("/doctor/followups/invitations/")
    page.locator("[name=words]").fill("，".join(INVITED))
    doctor.press("检查名单")
    page.locator("input[name=stated]").check()
    doctor.press("发送邀请")
    expect(page.get_by_text(INVITED[0])).to_be_visible(timeout=PATIENCE)


def invited(doctor: Phone) -> None:
    """The message has gone out."""
    wait_for(lambda: any(INVITED[1] in str(message["number"]) for message in doctor.product.messages()))


def subscribe(patient: Phone) -> list[str]:
    """A device of the patient's: its endpoint, and the keys that pushes are sealed with."""
    subscription = carried(patient).device.subscription
    return [subscription["endpoint"], subscription["endpoint"].rsplit("/", 1)[-1], *subscription["keys"].values()]
