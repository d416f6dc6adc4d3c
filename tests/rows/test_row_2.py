"""2: only what is declared is stored on the device."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.phone import Phone
from tests.journeys.product import ROOT, Product

pytestmark = pytest.mark.clause("2")
DECLARED = {"yinuo_session", "yinuo_csrf", "yinuo_language", "yinuo_text"}


def test_before_the_confirmation_nothing_is_kept_and_afterwards_only_what_is_declared(
    product: Product, browser: Browser
) -> None:
    phone = Phone(browser, product)
    phone.go("/")
    phone.go("/policy/doctor/")
    phone.go("/accounts/doctor/register/")
    assert phone.cookies() <= {"yinuo_csrf"}
    before = phone.storage()
    assert before["local"] == before["session"] == before["databases"] == []
    phone.register("doctor", "19811110004")
    assert phone.cookies() <= DECLARED
    after = phone.storage()
    assert after["local"] == after["session"] == []
    assert set(after["databases"]) <= {"yinuo_outbox"}
    assert all(name.startswith("yinuo_shell") for name in after["caches"])
    phone.close()


def without_language_cookie(product: Product) -> None:
    """An operator's own next versions, which declare no cookie for the language."""
    for role, number, following in (("visitor", "1.2.0", "1.2.9"), ("doctor", "4.2.0", "4.2.9")):
        folder = product.home / "policies" / role / following
        shutil.copytree(ROOT / "policies" / role / number, folder)
        edit(folder / "storage.toml", r"\[storage\.yinuo_language\]\n(?:[^\[].*\n|\n)*", "")
        edit(folder / "policy.md", r"^supersedes = .*\n", "", must=role == "doctor")
        edit(folder / "policy.md", rf'version = "{number}"', f'version = "{following}"\nsupersedes = "{number}"')
    for path in [product.home / "policies", *(product.home / "policies").rglob("*")]:
        path.chmod(0o755)


def edit(path: Path, pattern: str, replacement: str, *, must: bool = True) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert not must or changed != text, path
    path.write_text(changed, encoding="utf-8")


def test_a_cookie_that_no_clause_declares_is_not_sent(started: Callable[..., Product], browser: Browser) -> None:
    product = started(prepare=without_language_cookie)
    phone = Phone(browser, product)
    phone.go("/")
    phone.press("English")
    expect(phone.page.locator("body")).to_be_visible()
    assert "yinuo_language" not in phone.cookies()
    phone.close()
