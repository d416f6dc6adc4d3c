"""1.4: a doctor writes and speaks in public; a person looks first; whatever is taken back is closed at once."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.consulting import DOCTOR, DOCTOR_NAME, PATIENCE, agree_if_asked, come_in, new_number, paper
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from yinuo.channel.demonstration import tone

pytestmark = pytest.mark.clause("1.4")
DESK = "19900000027"
TITLE = "冬天手裂口子，先做这三件事"
BODY = (
    "冬天门诊里最多见的，是洗碗、洗衣之后裂口子的手。裂口不只是干，多半是皮肤屏障先坏了。\n\n"
    "# 三件事\n\n- 戴内层棉、外层防水的手套\n- 洗完手马上涂护手霜\n- 睡前厚涂，戴一夜棉手套"
)
QUESTION = "我在南桥住，今年五十二岁，手裂得厉害还能游泳吗？"
SHOWN = "手部湿疹裂口的时候，可以游泳吗？"
ANSWER = "裂口没有长好之前先不游。长好之后，下水前后都涂一层护手霜，冲洗干净池水。"
POST_SOUND = """async ([path, bytes]) => {
    const token = document.querySelector("meta[name=yinuo-csrf]").content;
    const headers = {"X-CSRFToken": token, "Accept": "application/json", "Content-Type": "audio/wav"};
    const answer = await fetch(path, {method: "POST", body: new Uint8Array(bytes), headers});
    return {status: answer.status, text: await answer.text()};
}"""


def write(doctor: Phone, folder: Path, title: str = TITLE, *, picture: bool = False) -> str:
    """Begin an article and fill it in; its address in the editor."""
    page = doctor.go("/doctor/channel/")
    doctor.press("写文章")
    page.get_by_label("标题").fill(title)
    page.get_by_label("正文").fill(BODY)
    page.get_by_label("资料来源").fill("手部湿疹诊疗专家共识\n本人临床经验")
    page.get_by_role("group", name="有没有利益关系要说明").get_by_label("没有", exact=True).check()
    page.get_by_role("group", name="有没有用人工智能辅助写作").get_by_label("没有", exact=True).check()
    expect(page.get_by_text(re.compile("已自动保存"))).to_be_visible(timeout=PATIENCE)
    if picture:
        add_picture(page, paper(folder / "gloves.jpg", "GLOVES"))
    return page.url.split("#")[0].split("?")[0]


def add_picture(page: Page, path: Path, number: int = 1) -> None:
    with page.expect_file_chooser(timeout=PATIENCE) as chosen:
        page.get_by_role("button", name="从相册选").click()
        agree_if_asked(page)
    chosen.value.set_files(path)
    expect(page.locator("img.photo-preview")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("图上是什么").fill("内层棉、外层防水的两副手套")
    page.get_by_role("button", name="加入文章").click()
    expect(page.get_by_label("正文")).to_have_value(re.compile(f"两副手套]\\(图{number}\\)$"), timeout=PATIENCE)


def hand_in(doctor: Phone) -> None:
    page = doctor.page
    doctor.press("预览")
    page.get_by_label("我单独同意公开这一篇和以上各项").check()
    doctor.press("提交审核")
    expect(page.get_by_text("已提交审核")).to_be_visible(timeout=PATIENCE)


def open_waiting(desk: Phone, words: str) -> Page:
    page = desk.go("/console/channel/")
    page.get_by_role("row").filter(has_text=words).first.get_by_role("link", name="审核").click()
    return page


def approve(desk: Phone, words: str) -> None:
    page = open_waiting(desk, words)
    for box in page.get_by_role("checkbox").all():
        box.check()
    desk.press("审核通过")
    expect(page.get_by_role("heading", level=1, name="内容审核")).to_be_visible(timeout=PATIENCE)


def article_of(editor: str) -> str:
    return f"/articles/{UUID(editor.rstrip('/').rsplit('/', 1)[1])}/"


def privacy(phone: Phone, button: str) -> None:
    page = phone.go("/me/settings/account/privacy/")
    held = page.locator("details:not([open])").filter(has=page.get_by_role("button", name=button, exact=True))
    if held.count():
        held.first.locator("summary").click()
    page.get_by_role("button", name=button, exact=True).first.click()
    other = button.removeprefix("收回") if button.startswith("收回") else f"收回{button}"
    expect(page.get_by_role("button", name=other, exact=True).first).to_be_attached(timeout=PATIENCE)


@pytest.fixture
def doctor(product: Product, browser: Browser) -> Any:
    phone = Phone(browser, product)
    come_in(phone, "doctor", DOCTOR)
    yield phone
    assert phone.faults == []
    phone.close()


@pytest.fixture
def desk(product: Product, browser: Browser) -> Any:
    phone = Phone(browser, product, width=1280, height=800)
    come_in(phone, "staff", DESK)
    yield phone
    phone.close()


@pytest.fixture
def visitor(product: Product, browser: Browser) -> Any:
    phone = Phone(browser, product)
    yield phone
    assert phone.cookies() == set()
    phone.close()


def test_from_a_draft_through_the_desk_to_readers_who_ask(
    product: Product, browser: Browser, doctor: Phone, desk: Phone, visitor: Phone, tmp_path: Path
) -> None:
    editor = write(doctor, tmp_path, picture=True)
    doctor.page.reload()
    expect(doctor.page.get_by_label("标题")).to_have_value(TITLE)
    add_picture(doctor.page, paper(tmp_path / "other.jpg", "OTHER"), number=2)
    doctor.press("删掉图2")
    expect(doctor.page.get_by_label("正文")).to_have_value(re.compile("两副手套]\\(图1\\)$"), timeout=PATIENCE)
    hand_in(doctor)
    place = article_of(editor)
    assert visitor.page.goto(place).status == 404  # type: ignore[union-attr]

    page = open_waiting(desk, TITLE)
    page.get_by_label("原因（医生会看到）").fill("请写明共识的年份")
    desk.press("退回修改")
    page = doctor.go("/doctor/channel/")
    expect(page.get_by_text("请写明共识的年份")).to_be_visible()
    doctor.go(editor)
    page.get_by_label("资料来源").fill("手部湿疹诊疗专家共识（2021）\n本人临床经验")
    hand_in(doctor)
    approve(desk, TITLE)

    page = visitor.go(place)
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_text("资质经本院审核")).to_be_visible()
    expect(page.get_by_text("手部湿疹诊疗专家共识（2021）")).to_be_visible()
    pictured = page.locator(".figure", has_text="内层棉、外层防水的两副手套")
    expect(pictured.locator("img")).to_have_js_property("complete", True)
    assert page.locator('link[rel="canonical"]').get_attribute("href") == f"{product.address}{place}"

    reader = Phone(browser, product)
    reader.register("patient", new_number())
    page = reader.go(place)
    page.get_by_role("link", name="关注医生，匿名提问").click()
    reader.press("关注")
    page.get_by_label("匿名提问", exact=False).first.fill(QUESTION)
    for box in page.get_by_role("checkbox").all():
        box.check()
    reader.press("提交提问")
    expect(page.get_by_text("提问已交给医生")).to_be_visible(timeout=PATIENCE)

    page = doctor.go("/doctor/channel/questions/")
    page.get_by_role("link").filter(has_text="手裂得厉害").first.click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    assert reader.number[-4:] not in page.content()
    page.get_by_label("公开的问题").fill(SHOWN)
    page.get_by_label("回答", exact=True).fill(ANSWER)
    page.get_by_label("我单独同意公开这一篇和以上各项").check()
    doctor.press("提交审核")
    approve(desk, ANSWER[:8])
    account = doctor.go("/doctor/channel/").get_by_role("link", name="读者看到的健康号").get_attribute("href")
    page = visitor.go(str(account))
    expect(page.get_by_text(SHOWN)).to_be_visible()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert "南桥" not in page.content()
    page = reader.go("/following/")
    reader.press("删除提问，公开的问答一起下线")
    expect(visitor.go(str(account)).get_by_text(SHOWN)).to_have_count(0)
    reader.close()


def test_the_microphone_taken_back_closes_the_spoken_part_and_the_text_goes_on(
    product: Product, doctor: Phone, desk: Phone, visitor: Phone, tmp_path: Path
) -> None:
    title = "说给您听：夜里痒怎么办"
    editor = write(doctor, tmp_path, title)
    page = doctor.go(f"{editor}talk/")
    doctor.press("开始录音")
    agree = page.locator("dialog[open]").get_by_role("button", name="同意", exact=True)
    expect(agree).to_be_visible(timeout=PATIENCE)
    agree.click()
    expect(page.locator(".talk-time")).to_have_text(re.compile("00:0[2-9]"), timeout=PATIENCE)
    doctor.press("在这里分一章")
    doctor.press("暂停")
    doctor.press("继续录音")
    doctor.press("录完了，上传")
    expect(page.get_by_text("已存好")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("章节").fill("00:01 先别抓")
    doctor.press("存章节")
    doctor.go(editor)
    hand_in(doctor)
    approve(desk, title)

    place = article_of(editor)
    page = visitor.go(place)
    player = page.locator("audio")
    page.get_by_role("link", name="先别抓").click()
    expect(player).to_have_js_property("paused", False, timeout=PATIENCE)
    assert player.evaluate("player => player.currentTime") >= 0.9
    assert visitor.context.request.get(f"{place}audio/").status == 200

    privacy(doctor, "收回同意：健康号录音")
    assert visitor.context.request.get(f"{place}audio/").status == 404
    page = visitor.go(place)
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("audio")).to_have_count(0)
    doctor.go(f"{editor}talk/")
    refused = doctor.page.evaluate(POST_SOUND, [f"{editor}talk/", list(tone(2))])
    assert refused["status"] == 403, refused
    assert "健康号录音" in refused["text"]
    page = doctor.go(editor)
    page.get_by_label("资料来源").fill("本人临床经验，补一条")
    doctor.press("存草稿")
    expect(page.get_by_text("草稿已保存")).to_be_visible(timeout=PATIENCE)


def test_consent_to_publishing_taken_back_takes_everything_offline(
    doctor: Phone, desk: Phone, visitor: Phone, tmp_path: Path
) -> None:
    title = "防晒霜要不要天天涂"
    editor = write(doctor, tmp_path, title)
    hand_in(doctor)
    approve(desk, title)
    place = article_of(editor)
    expect(visitor.go(place).get_by_role("heading", level=1, name=title)).to_be_visible()
    privacy(doctor, "收回同意：健康号文章")
    assert visitor.page.goto(place).status == 404  # type: ignore[union-attr]
    page = doctor.go("/doctor/channel/")
    expect(page.get_by_text("全部文章已下线")).to_be_visible()
    expect(page.get_by_text(title).first).to_be_visible()
    assert DOCTOR_NAME not in visitor.page.content()

    privacy(doctor, "同意：健康号文章")  # opens nothing by itself
    assert visitor.page.goto(place).status == 404  # type: ignore[union-attr]
