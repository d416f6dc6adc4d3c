"""A throttled phone: what a public page weighs, and when something is on its screen."""

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser

from tests.chromium import chromium

# The profile that Lighthouse calls slow 4G, with a processor four times slower.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
TIMES = 5
PAINTS = """() => new Promise(resolve => {
    const found = {};
    new PerformanceObserver(list => { found.largest = list.getEntries().at(-1).startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => {
        found.first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
        const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        found.weights = all.map(one => [new URL(one.name).pathname, one.transferSize]);
        found.shift = performance.getEntriesByType("layout-shift").length;
        resolve(found);
    }, 1500);
})"""


@dataclass(frozen=True)
class Painted:
    """Milliseconds, the median of all times; octets over the wire by path."""

    first: float
    largest: float
    weights: dict[str, int]


def paint(address: str) -> Painted:
    with chromium() as browser:
        seen = [_once(browser, address) for _ in range(TIMES)]
    return Painted(median(one.first for one in seen), median(one.largest for one in seen), seen[-1].weights)


def _once(browser: Browser, address: str) -> Painted:
    context = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    found = page.evaluate(PAINTS)
    context.close()
    return Painted(found["first"], found["largest"], {path: int(size) for path, size in found["weights"]})
