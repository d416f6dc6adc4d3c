"""8: a complaint has a clock of fifteen working days, an answer, and the way to the regulators."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import come_in
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from yinuo.promise.requests.workdays import is_workday

pytestmark = pytest.mark.clause("8")
COMPLAINT = "为什么我的号码收到了两条验证码"


def fifteen_working_days() -> str:
    """Counted here anew, day by day."""
    day, left = datetime.now(ZoneInfo("Asia/Shanghai")).date(), 15
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day.isoformat()


def test_a_complaint_is_answered_within_its_clock_and_the_regulators_are_named(
    product: Product, browser: Browser
) -> None:
    phone = Phone(browser, product)
    phone.register("patient", "19811110008")
    phone.go("/me/")
    page = phone.page
    page.get_by_role("link", name="请求和投诉").click()
    for words in ("个人信息保护负责人", "12377", "人民法院"):
        expect(page.get_by_text(words).first).to_be_visible()
    phone.press("提出请求或投诉")
    page.get_by_label("投诉或意见").check()
    page.get_by_label("请说明").fill(COMPLAINT)
    phone.press("提交")
    expect(page.get_by_text("办理中")).to_be_visible()
    expect(page.get_by_text(fifteen_working_days()).first).to_be_visible()
    mine = page.url

    desk = Phone(browser, product, width=1280, height=800)
    come_in(desk, "staff", "19900000022")
    desk.go("/console/requests/")
    desk.page.get_by_role("row").filter(has_text="投诉").last.get_by_role("link").click()
    expect(desk.page.get_by_text(COMPLAINT)).to_be_visible()
    desk.page.get_by_label("写给本人的话").fill("您点了两次获取验证码，两条都只用来登录。")
    desk.press("答复并办结")
    expect(desk.page.get_by_text("已答复")).to_be_visible()

    page.goto(mine)
    expect(page.get_by_text("您点了两次获取验证码")).to_be_visible()
    expect(page.get_by_role("link", name="对答复不满意？提出投诉")).to_be_visible()
    phone.close()
    desk.close()
