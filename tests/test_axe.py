"""Every page of the house as everybody who may enter it, light and dark: axe finds nothing on any of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.product import Product
from tests.matrix.cast import Cast, doors
from tests.matrix.in_product import STATES, assembled
from tests.matrix.table import STAFF, TABLE, Who

DOORS = doors()
# What has no page of its own: a script, a file, a part that a script asks for, or something that is only posted.
NO_PAGE = {
    "accounts:consent_ask",
    "accounts:consent_grant",
    "accounts:consent_refuse",
    "accounts:consent_withdraw",
    "accounts:consent_withdraw_function",
    "accounts:logout",
    "accounts:not_mine",
    "accounts:postpone",
    "accounts:version_seen",
    "channel:act",
    "channel:audio",
    "channel:begin",
    "channel:feed",
    "channel:follow",
    "channel:forget_question",
    "channel:own_picture",
    "channel:own_sound",
    "channel:picture",
    "channel:question_act",
    "channel:robots",
    "channel:save",
    "channel:sitemap",
    "channel:submit",
    "channel:talk_chapters",
    "channel:talk_remove",
    "channel:unfollow",
    "console:channel_decide",
    "console:channel_decide_answer",
    "console:channel_picture",
    "console:channel_sound",
    "console:correction_accept",
    "console:correction_decline",
    "console:draft_begin",
    "console:draft_discard",
    "console:draft_publish",
    "console:exception_approve",
    "console:exception_close",
    "console:policy_retract",
    "console:request_act",
    "console:request_number_pass",
    "console:review_approve",
    "console:review_correct",
    "console:review_picture",
    "console:review_reject",
    "console:review_revoke",
    "bank:bound",
    "bank:called",
    "bank:confirm",
    "bank:rows",
    "bank:show",
    "console:difference_settle",
    "console:payout_act",
    "consultations:accept",
    "consultations:decline",
    "consultations:document",
    "consultations:inbox_rows",
    "consultations:mark_revisit",
    "consultations:media",
    "consultations:thumbnail",
    "consultations:upload",
    "credentials:add_picture",
    "credentials:photo",
    "credentials:picture",
    "credentials:remove_picture",
    "credentials:reopen",
    "credentials:standing",
    "credentials:submit",
    "followups:agree",
    "followups:confirm",
    "followups:end",
    "followups:finish",
    "followups:forget",
    "followups:invite",
    "followups:invite_again",
    "followups:leave",
    "followups:media",
    "followups:reset",
    "followups:take_back",
    "followups:take_up",
    "followups:thumbnail",
    "followups:uninvite",
    "followups:upload",
    "followups:write",
    "healthz",
    "namecards:code",
    "namecards:make",
    "namecards:picture",
    "namecards:print",
    "notices:device",
    "notices:forget_device",
    "notices:forget_email",
    "notices:stop",
    "patients:consent",
    "patients:sign",
    "patients:state",
    "patients:submit",
    "patients:withdraw",
    "policy:download",
    "rights:add",
    "rights:file",
    "rights:forget",
    "rights:receipt_record",
    "rights:take_back",
    "wallet:begin",
    "wallet:code",
    "wallet:heard_alipay",
    "wallet:heard_wechat",
    "wallet:look",
    "web:manifest",
    "web:service_worker",
    "web:text",
}
# Pages that look different with another object behind the same door.
OTHERS = {
    Who.DOCTOR_AFTER: ("consultations:attend", "doctor"),
    Who.PATIENT: ("patients:consultation", "patient"),
}
# Pages that need another object than the sample of the matrix.
OTHER_OBJECT: dict[str, Callable[[Mapping[str, object]], dict[str, object]]] = {
    "consultations:document": lambda objects: {"media_id": objects["unused"]},
    "followups:choose": lambda objects: {"consultation_id": objects["doctor_ended"]},
}
# Pages in the middle of something, each looked at as it comes and again after it was sent without an answer.
BEGUN = {
    "drafting": {
        "credentials:home": "main",
        "credentials:fields": "[name=hospital]",
        "credentials:pictures": "section#licence",
    },
    "signing": {"patients:ask": "form[action$='/sign/']"},
    "consenting": {"patients:ask": "form[action$='/consent/']"},
    "telling": {"patients:ask": "form[action$='/submit/']"},
}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|content="[^"]*"|\d\d:\d\d(:\d\d)?|[0-9a-f-]{36}')
LIGHT = {"resultTypes": ["violations"]}
DARK = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


@dataclass
class House:
    """The product with everybody in it. ``found`` is what axe said of a page that was served before."""

    product: Product
    cast: Cast
    session: str
    begun: dict[str, str]
    found: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def house(mutant: str, template: Path) -> Iterator[House]:
    product = Product(mutant, template)
    try:
        product.start()
        made = assembled(product)
        cast = Cast({Who(who): cookie for who, cookie in made["cookies"].items()}, {}, made["objects"])
        yield House(product, cast, made["name"]["session"], made["begun"])
    finally:
        product.leave()


def opened(browser: Browser, house: House, key: str, *, desk: bool = False) -> BrowserContext:
    """A phone, or the hospital's desk, with this log-in."""
    context = browser.new_context(
        base_url=house.product.address,
        viewport={"width": 1280, "height": 800} if desk else {"width": 360, "height": 640},
        locale="zh-CN",
        reduced_motion="reduce",
        service_workers="block",
    )
    if key:
        cookie = {"name": house.session, "value": key, "url": house.product.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context


def addresses(house: House, who: Who) -> Iterator[tuple[str, str]]:
    """Everything that this person may look at, with the name of its door."""
    for name in sorted(DOORS):
        if who in TABLE[name].enters:
            other = OTHER_OBJECT[name](house.cast.objects) if name in OTHER_OBJECT else {}
            yield name, house.cast.address(name, DOORS[name], **other)
    if who in OTHERS:
        name, side = OTHERS[who]
        for state in (*STATES, *(["unpaid"] if side == "patient" else [])):
            yield name, house.cast.address(name, DOORS[name], consultation_id=house.cast.objects[f"{side}_{state}"])
    yield "404", "/there-is-no-such-page/"


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def looked_at(page: Page) -> list[str]:
    """What axe says of the page as it stands, in the light and in the dark."""
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE_SCRIPT)
    found = violations(page, LIGHT)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark, {one}" for one in violations(page, DARK) if one not in found]


def test_what_is_no_page_stands_in_the_urlconf() -> None:
    assert set(DOORS) >= NO_PAGE


@pytest.mark.parametrize("who", Who)
def test_axe_finds_nothing_on_any_page(house: House, browser: Browser, who: Who) -> None:
    wrong: dict[str, list[str]] = {}
    context = opened(browser, house, house.cast.cookies.get(who, ""), desk=who in STAFF)
    page = context.new_page()
    for name, address in addresses(house, who):
        answer = context.request.get(address)
        text = answer.text() if answer.headers["content-type"].startswith("text/html") else ""
        if ("<html" in text) == (name in NO_PAGE):
            wrong[name] = [f"stands in the list of what is no page: {name in NO_PAGE}"]
        if "<html" not in text:
            continue
        assert answer.status in ((404,) if name == "404" else (200, 403)), (name, answer.status)
        served = f"{page.viewport_size}{CHANGING.sub('', text)}"
        if served not in house.found:
            page.goto(address)
            house.found[served] = looked_at(page)
        if house.found[served]:
            wrong[f"{name} {address}"] = house.found[served]
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("what", BEGUN)
def test_axe_finds_nothing_in_the_middle_of_something(house: House, browser: Browser, what: str) -> None:
    wrong: dict[str, list[str]] = {}
    context = opened(browser, house, house.begun[what])
    page = context.new_page()
    for name, shows in BEGUN[what].items():
        page.goto(house.cast.address(name, DOORS[name]))
        assert page.locator(shows).count(), page.url
        wrong[name] = looked_at(page)
        form = page.locator("main form[method=post]")
        if form.count():
            with page.expect_navigation():
                form.first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
            wrong[f"{name} without an answer"] = looked_at(page)
    context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_axe_finds_what_is_wrong(house: House, browser: Browser) -> None:
    context = opened(browser, house, "")
    page = context.new_page()
    page.goto("/")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    page.evaluate(AXE_SCRIPT)
    assert [one.split(":")[0] for one in violations(page, LIGHT)] == ["html-has-lang"]
    context.close()
