"""A phone that takes pushes: the switch as a person turns it, and a device whose keys the test holds.

The distribution's Chromium can't subscribe, so the test subscribes at the stand-in service over HTTP as the page would,
reads what is sealed for it, and hands it to the page's own service worker as the browser would.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.journeys.consulting import PATIENCE
from tests.journeys.phone import Phone
from yinuo.notices.tests.device import Device

PLACE = "/me/settings/notices/"
POST = """async (body) => {
    const token = document.querySelector("meta[name=yinuo-csrf]").content;
    const headers = {"X-CSRFToken": token, "Accept": "application/json", "Content-Type": "application/json"};
    const answer = await fetch("/me/settings/notices/device/", {method: "POST", body: JSON.stringify(body), headers});
    return {status: answer.status, body: await answer.json()};
}"""
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = await registration.getNotifications();
    return found.map(one => ({title: one.title, body: one.body, tag: one.tag, url: one.data.url}));
}"""
TAP = """async (tag) => {
    const [notification] = await self.registration.getNotifications({tag});
    self.dispatchEvent(new NotificationEvent("notificationclick", {notification}));
}"""


@dataclass(frozen=True)
class Carried:
    """A device and where the stand-in keeps what is for it."""

    phone: Phone
    device: Device
    subscription: str

    def wait(self, seconds: int = 20) -> list[dict[str, Any]]:
        """What came, with its headers; waits for the first."""
        address = f"{self.phone.product.address}/stand-in/push{self.subscription}?wait={seconds}"
        found: list[dict[str, Any]] = httpx.get(address, timeout=seconds + 10).json()
        return found

    def opened(self, message: dict[str, Any]) -> dict[str, str]:
        return self.device.read(base64.b64decode(message["body"]))


def new_device(phone: Phone) -> Carried:
    """Subscribed at the service, not handed over to the house yet."""
    made = httpx.post(f"{phone.product.address}/stand-in/push/subscribe", timeout=10).json()
    return Carried(phone, Device(made["endpoint"]), made["subscription"])


def post(phone: Phone, subscription: dict[str, Any]) -> dict[str, Any]:
    """What the page's own script sends."""
    phone.go(PLACE)
    answer: dict[str, Any] = phone.page.evaluate(POST, subscription)
    return answer


def turn_on(phone: Phone) -> None:
    """Tap the switch and agree; the sheet names who carries it."""
    page = phone.go(PLACE)
    phone.press("开启推送")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Mozilla Corporation", timeout=PATIENCE)
    sheet.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("推送已开启")).to_be_visible(timeout=PATIENCE)


def no_quiet_hours(phone: Phone) -> None:
    """Tests run at night too."""
    page = phone.go(PLACE)
    page.get_by_label("从", exact=True).fill("03:00")
    page.get_by_label("到", exact=True).fill("03:00")
    phone.press("保存选择")
    expect(page.get_by_label("到", exact=True)).to_have_value("03:00", timeout=PATIENCE)


def carried(phone: Phone) -> Carried:
    """Turned on as a person does it; then the test's own device takes the place of the page's."""
    turn_on(phone)
    no_quiet_hours(phone)
    made = new_device(phone)
    assert post(phone, made.device.subscription)["status"] == 201
    return made


def deliver(page: Page, payload: dict[str, str]) -> list[dict[str, str]]:
    """As the browser does: the service worker gets what was opened; answers the notifications that stand then."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    session = page.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(_ids(event)))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": page.url.split("/me/")[0], "registrationId": registrations[-1], "data": json.dumps(payload)},
    )
    page.wait_for_function(f"async () => (await ({SHOWN})()).length > 0", timeout=PATIENCE)
    session.detach()
    shown: list[dict[str, str]] = page.evaluate(SHOWN)
    return shown


def _ids(event: dict[str, Any]) -> list[str]:
    return [str(one["registrationId"]) for one in event["registrations"] if not one["isDeleted"]]
