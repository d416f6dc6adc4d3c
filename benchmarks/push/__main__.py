"""From the commit of a message to its notification: the whole product, real sockets, a real sealed push, Chromium's
service worker.

``python -m benchmarks.push --write docs/reference/figures-push.md``
"""

import argparse
import base64
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from playwright.sync_api import Browser, CDPSession, Page
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from benchmarks.chat.people import Pair, _pair
from benchmarks.neighbours import Neighbours
from tests.chromium import chromium
from tests.journeys.product import Product
from yinuo.notices.tests.device import Device

PAIRS, ROUNDS, WAKING = 10, 20, 2
PLACE = "/me/settings/notices/"
WATCH = """() => { window.seen = (async () => {
    const registration = await navigator.serviceWorker.ready;
    const old = new Set(window.before ?? []);
    const fresh = async () => (await registration.getNotifications()).some(one => !old.has(one.timestamp));
    const end = performance.now() + 5000;
    while (!(await fresh())) {
        if (performance.now() > end) return 0;
        await new Promise(go => setTimeout(go, 1));
    }
    return performance.timeOrigin + performance.now();
})(); }"""
SEEN = """async () => {
    const at = await window.seen;
    const registration = await navigator.serviceWorker.ready;
    window.before = (await registration.getNotifications()).map(one => one.timestamp);
    return at / 1000;
}"""


@dataclass(frozen=True)
class Way:
    """One push, in seconds: commit to the service, and from there, opened by the device, to the notification."""

    carried: float
    shown: float

    @property
    def whole(self) -> float:
        return self.carried + self.shown


@dataclass(frozen=True)
class Party:
    """A patient's open socket, and the doctor's device."""

    pair: Pair
    socket: ClientConnection
    device: Device
    subscription: str


def begin(product: Product) -> None:
    """This process reads and writes the product's own database, as its parts do."""
    made = httpx.post(f"{product.address}/stand-in/push/subscribe", timeout=10).json()
    os.environ.update(
        product.environment,
        DATABASE_URL=(product.home / "run" / "database.url").read_text(encoding="utf-8"),
        YINUO_DEMO="1",
        YINUO_PUSH_STAND_IN=made["endpoint"].split("/")[2],
        YINUO_ABROAD="push_mozilla=standard_contract:1",
        DJANGO_SETTINGS_MODULE="yinuo.runtime.django_settings",
    )
    import django

    django.setup()


def party(product: Product) -> Party:
    """A doctor with a device, and a patient who is about to write."""
    pair = _pair()
    made = httpx.post(f"{product.address}/stand-in/push/subscribe", timeout=10).json()
    device = Device(made["endpoint"])
    _take_on(pair, device)
    host = f"localhost:{product.port}"
    opening = connect(
        f"ws://{host}/socket",
        origin=Origin(f"http://{host}"),
        additional_headers={"Cookie": f"yinuo_session={pair.cookies[1]}"},
        compression=None,
        proxy=None,
    )
    socket = opening.__enter__()  # until the process ends
    _say(socket, "joined", command="consultations.join", consultation=str(pair.consultation), since=0)
    return Party(pair, socket, device, made["subscription"])


def _take_on(pair: Pair, device: Device) -> None:
    from django.conf import settings
    from django.test import Client

    from yinuo.accounts.models import Session
    from yinuo.consultations.models import Consultation
    from yinuo.promise.consent import grant
    from yinuo.promise.gate import Actor
    from yinuo.promise.policy import library
    from yinuo.realtime.api import session_hash

    doctor = Actor(Consultation.objects.values_list("doctor_id", flat=True).get(pk=pair.consultation), "doctor")
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes["notices"].clause].hash
    grant(actor=doctor, purpose="notices", item="push_endpoint_mozilla", notice=notice)
    page_of_doctor = {"person": str(doctor.who), "role": "doctor", "desk": "", "stage": "account"}
    Session.objects.filter(key_hash=session_hash(pair.cookies[0])).update(data=page_of_doctor)
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = pair.cookies[0]
    client.post(PLACE, {"kind": ["new_message"], "since": "00:00", "until": "00:00"})
    answer = client.post(f"{PLACE}device/", device.subscription, content_type="application/json")
    assert answer.status_code == 201, answer.content


def _say(socket: ClientConnection, event: str, **frame: str | int) -> dict[str, Any]:
    socket.send(json.dumps(frame))
    while True:
        said: dict[str, Any] = json.loads(socket.recv(timeout=20))
        if said["event"] == event:
            return said


def write(one: Party, number: int) -> float:
    """Send a text; the moment that the database gave it, in the transaction that wrote it."""
    name = UUID(int=time.time_ns() << 32 | number)
    frame = {"consultation": str(one.pair.consultation), "client_id": str(name), "kind": "text", "text": "您好"}
    answer = _say(one.socket, "acknowledged", command="consultations.send", **frame)
    return datetime.fromisoformat(answer["at"]).timestamp()


class Shower:
    """A page whose service worker shows what the device opened. ``again`` counts deliveries that the debugging protocol
    dropped and that were handed over once more."""

    def __init__(self, browser: Browser, product: Product, cookie: str) -> None:
        context = browser.new_context(base_url=product.address, permissions=["notifications"])
        context.add_cookies([{"name": "yinuo_session", "value": cookie, "url": product.address}])
        self.page: Page = context.new_page()
        self.page.goto(PLACE)
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        self.origin = product.address
        self.again = 0
        self.cdp: CDPSession = context.new_cdp_session(self.page)
        self.registrations: list[str] = []
        self.cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: self.registrations.extend(one["registrationId"] for one in event["registrations"]),
        )
        self.cdp.send("ServiceWorker.enable")
        self.page.wait_for_timeout(500)

    def show(self, opened: bytes) -> float:
        """Seconds from handing it over for the first time to the notification. The debugging protocol drops one now and
        then: it is handed over again, and the wait for the one that was dropped counts."""
        at = time.time()
        for _ in range(3):
            self.page.evaluate(WATCH)
            data = {"origin": self.origin, "registrationId": self.registrations[-1], "data": opened.decode()}
            self.cdp.send("ServiceWorker.deliverPushMessage", data)
            seen: float = self.page.evaluate(SEEN)
            if seen:
                return seen - at
            self.again += 1
            told(f"handed over in vain: {self.registrations}")
        raise RuntimeError("the notification was not seen")


@dataclass(frozen=True)
class Measured:
    """``again``: how many were handed to the browser once more."""

    ways: list[Way]
    again: int
    others: Neighbours


def measure(product: Product, parties: list[Party], browser: Browser) -> Measured:
    told("everybody is there")
    shower = Shower(browser, product, parties[0].pair.cookies[0])
    for number in range(WAKING):
        _round(product, parties, shower, number)
    shower.again = 0
    ways: list[Way] = []
    with Neighbours() as others:
        for number in range(WAKING, WAKING + ROUNDS):
            ways += _round(product, parties, shower, number)
            told(f"round {number}")
    return Measured(ways, shower.again, others)


def _round(product: Product, parties: list[Party], shower: Shower, number: int) -> list[Way]:
    committed = [write(one, number) for one in parties]
    return [_way(product, one, shower, at) for one, at in zip(parties, committed, strict=True)]


def _way(product: Product, one: Party, shower: Shower, committed: float) -> Way:
    address = f"{product.address}/stand-in/push{one.subscription}?wait=20"
    (came,) = httpx.get(address, timeout=30).json()
    began = time.perf_counter()
    opened = one.device.open(base64.b64decode(came["body"]))
    opening = time.perf_counter() - began
    return Way(came["at"] - committed, opening + shower.show(opened))


def _times(again: int) -> str:
    return "never" if again == 0 else "once" if again == 1 else f"{again} times"


def told(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(found: Measured, pause: float) -> str:
    ways = found.ways
    rows = {
        "commit to push service, with the pause": [way.carried for way in ways],
        "commit to push service, without it": [way.carried - pause for way in ways],
        "opened and shown by the device": [way.shown for way in ways],
        "commit to shown, with the pause": [way.whole for way in ways],
        "commit to shown, without it": [way.whole - pause for way in ways],
    }
    lines = [
        "# Figures: push",
        "",
        "Written by `python -m benchmarks.push --write docs/reference/figures-push.md` on "
        f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} shared cores, everything on "
        "one machine: `yinuo up --demo`, the stand-in push service, Chromium.",
        "",
        f"{PAIRS} patients write to {PAIRS} doctors at once, again and again: {len(ways)} pushes, each for a message "
        "over a socket, sealed for the device's own key, posted to the service, opened with that key, handed to the "
        "service worker by the browser's debugging protocol and seen among its notifications.",
        "",
        f"A message waits {pause:.0f} s before its push, so that who is looking at the thread is not woken; other "
        "kinds don't wait. The way from a real push service to a real phone is not in these figures.",
        "",
        "The debugging protocol drops a delivery now and then. After five seconds without a notification it is handed "
        f"over again, and those seconds count: {_times(found.again)} here. {found.others.sentence}",
        "",
        "| milliseconds | median | p95 | worst |",
        "|---|---|---|---|",
    ]
    for name, values in rows.items():
        cells = (statistics.median(values), percentile(values, 0.95), max(values))
        lines.append(f"| {name} | " + " | ".join(f"{1000 * cell:.0f}" for cell in cells) + " |")
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.push", description=__doc__)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    product = Product()
    try:
        product.start()
        begin(product)
        parties = [party(product) for _ in range(PAIRS)]
        with chromium() as browser:
            found = measure(product, parties, browser)
    finally:
        product.leave()
    from yinuo.notices.kinds import KINDS

    text = report(found, KINDS["new_message"].pause.total_seconds())
    sys.stdout.write(text)
    if asked.write is not None:
        asked.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
