"""Tokens, tags, templates and words: what can be counted is counted."""

import gzip
import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import Context, Engine, Template
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from yinuo.web.shell import SHELL
from yinuo.web.templatetags.yinuo_web import masked, said
from yinuo.web.tests import gallery
from yinuo.web.tests.server import Stage

STATIC = Path(__file__).parents[1] / "static" / "web"
TEMPLATES = Path(__file__).parents[1] / "templates"
TEXT_ON = {
    "ink": ("page", "surface", "surface-2", "accent-soft", "warn-soft", "danger-soft"),
    "ink-2": ("page", "surface", "surface-2", "accent-soft", "warn-soft", "danger-soft"),
    "accent": ("page", "surface", "accent-soft", "danger-soft"),
    "accent-ink": ("accent", "accent-press"),
    "danger": ("page", "surface", "danger-soft"),
    "warn": ("page", "surface", "warn-soft"),
    "ok": ("page", "surface", "ok-soft"),
}
pytestmark = pytest.mark.urls("yinuo.web.tests.gallery")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def tokens(*, dark: bool) -> dict[str, str]:
    light, _, rest = (STATIC / "tokens.css").read_text("utf-8").partition("prefers-color-scheme: dark")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rest if dark else light))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_pair_of_text_and_ground_has_contrast(dark: bool) -> None:
    values = tokens(dark=dark)
    low = {
        (text, ground): round(contrast(values[text], values[ground]), 2)
        for text, grounds in TEXT_ON.items()
        for ground in grounds
        if contrast(values[text], values[ground]) < 4.5
    }
    assert low == {}
    assert all(contrast(values["line-strong"], values[ground]) >= 3 for ground in ("page", "surface"))


def test_no_colour_stands_outside_the_tokens() -> None:
    for sheet in ("base", "components", "forms"):
        strays = re.findall(r"#[0-9a-f]{3,6}\b", (STATIC / f"{sheet}.css").read_text("utf-8"))
        assert [colour for colour in strays if colour != "#000"] == []


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.js")), ids=lambda file: file.name)
def test_a_module_is_small_and_never_writes_html(file: Path) -> None:
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    assert not re.search(r"localStorage|sessionStorage|document\.cookie", text)


def test_every_word_of_the_elements_has_its_english() -> None:
    words = (STATIC / "words.js").read_text("utf-8")
    known = set(re.findall(r'(?:^|[\s,{])"([^"]*[一-鿿][^"]*)":|([一-鿿：]+):', words))
    known_words = {one or other for one, other in known}
    said_words = set()
    for file in STATIC.glob("*.js"):
        if file.name != "words.js":
            said_words |= set(re.findall(r'"([^"\n]*[一-鿿][^"\n]*)"', file.read_text("utf-8")))
    assert said_words - known_words == set()


def test_templates_have_no_inline_script_or_style() -> None:
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", text), file.name
        assert len(text.splitlines()) <= 120


def test_the_shell_is_complete_and_light() -> None:
    found = [finders.find(name) for name in SHELL]
    assert all(found)
    modules = [str(file) for file in STATIC.glob("*.js")]
    weight = sum(len(gzip.compress(Path(str(file)).read_bytes())) for file in {*map(str, found), *modules})
    assert weight <= 90 * 1024


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13812345678", "138****5678"), ("+8613812345678", "138****5678"), ("", ""), (None, ""), ("12345", "1****")],
)
def test_a_number_is_masked(number: object, shown: str) -> None:
    assert masked(number) == shown


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=2), "2 小时前"),
        (timedelta(days=1), "昨天 15:30"),
        (timedelta(days=9), "11月14日 15:30"),
        (timedelta(days=400), "2025年10月19日"),
        (timedelta(minutes=-5), "5 分钟后"),
    ],
)
def test_a_time_is_said_as_a_person_says_it(before: timedelta, words: str) -> None:
    now = datetime(2026, 11, 23, 15, 30, tzinfo=SHANGHAI)
    assert said(now - before, now) == words


def test_what_a_tag_is_given_is_escaped() -> None:
    page = Template("{% load yinuo_web %}{{ x|masked }}{% masked x %}{% clause_link x x %}{% icon 'mic' label=x %}")
    assert "<b" not in page.render(Context({"x": '"><b>12345678'}))


def test_a_bar_shows_where_one_is_and_leaves_out_what_does_not_exist() -> None:
    page = gallery.rendered("inbox")
    bar = page[page.index('<nav class="tabbar"') :]
    assert re.findall(r"<span>(.+?)</span>", bar) == ["工作台", "患者", "我的"]
    assert re.search(r'aria-current="page"[^/]*', bar)
    assert bar.count("aria-current") == 1


@pytest.mark.parametrize(
    ("reason", "own", "offered"),
    [("grant_withdrawn", True, True), ("grant_withdrawn", False, False), ("item_not_named", True, False)],
)
def test_a_refusal_leads_to_allowing_only_where_the_person_can(reason: str, own: bool, offered: bool) -> None:
    me = uuid4()
    verdict = SimpleNamespace(reason=reason, person=me if own else uuid4())
    looking = SimpleNamespace(actor=SimpleNamespace(person=me))
    shown = Context({"sentence": "不行", "verdict": verdict, "request": looking, "csrf_token": "token"})
    page = Engine.get_default().get_template("web/refusal.html").render(shown)
    assert ("去重新允许" in page) == offered


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", gallery.NAMES)
def test_axe_finds_nothing(browser: Browser, stage: Stage, name: str, scheme: str) -> None:
    stage.played.pages[f"/{name}/"] = gallery.rendered(name)
    stage.played.files["/media/picture.png"] = ("image/png", (STATIC / "icons" / "mark-192.png").read_bytes())
    page = browser.new_page(
        viewport={"width": 360, "height": 640}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(f"{stage.origin}/{name}/")
    page.wait_for_timeout(400)
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", gallery.NAMES)
def test_text_of_double_size_needs_no_sideways_scrolling(page: Page, stage: Stage, name: str) -> None:
    stage.played.pages[f"/{name}/"] = gallery.rendered(name)
    stage.played.files["/big.css"] = ("text/css", b":root { font-size: 200% }")
    page.goto(f"{stage.origin}/{name}/")
    sheet = "Object.assign(document.createElement('link'), {rel: 'stylesheet', href: '/big.css'})"
    page.evaluate(f"() => document.head.append({sheet})")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", gallery.NAMES)
def test_what_is_tapped_is_large_enough(page: Page, stage: Stage, name: str) -> None:
    stage.played.pages[f"/{name}/"] = gallery.rendered(name)
    page.goto(f"{stage.origin}/{name}/")
    page.wait_for_timeout(400)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], summary, select, input:not([type=hidden])")]
          .filter((one) => one.checkVisibility() && !one.closest("label, p, .skip-link, .field > div > label"))
          .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
          .filter(([, height]) => height < 44)"""
    )
    assert [one for one in small if "skip-link" not in one[0]] == []


def test_the_worker_keeps_the_shell_and_nothing_else(browser: Browser, stage: Stage) -> None:
    client = Client()
    worker = client.get("/service-worker.js")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    stage.played.files["/service-worker.js"] = ("text/javascript", worker.content)
    stage.played.pages["/web/offline/"] = client.get("/web/offline/").content.decode()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{stage.origin}/thread/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{stage.origin}/plain/")
    kept = page.evaluate(
        "caches.open('yinuo_shell').then((cache) => cache.keys())"
        ".then((all) => all.map((one) => new URL(one.url).pathname))"
    )
    assert sorted(kept) == sorted([*(f"/static/{name}" for name in SHELL), "/web/offline/"])
    stage.cut()
    page.goto(f"{stage.origin}/thread/")
    expect(page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    context.close()
