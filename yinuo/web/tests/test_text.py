"""Large letters: for everybody, also before a log-in, in one declared cookie."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2")]


def test_a_visitor_chooses_large_letters_and_every_page_has_them() -> None:
    browser = Client()
    answer = browser.post("/text/", {"size": "large", "next": "/policy/"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/policy/"
    assert answer.cookies["yinuo_text"].value == "large" and answer.cookies["yinuo_text"]["httponly"]
    for path in ("/", "/policy/doctor/", "/accounts/login/"):
        assert 'data-text="large"' in browser.get(path).content.decode(), path


def test_the_ordinary_size_keeps_no_cookie() -> None:
    browser = Client()
    browser.post("/text/", {"size": "largest"})
    answer = browser.post("/text/", {"size": ""})
    assert answer.cookies["yinuo_text"].value == ""
    assert "data-text" not in browser.get("/").content.decode()


@pytest.mark.parametrize("size", ['x" onload="', "LARGE", "9"])
def test_what_nobody_could_choose_is_neither_kept_nor_shown(size: str) -> None:
    browser = Client()
    assert browser.post("/text/", {"size": size, "next": "https://elsewhere.example/"}).headers["Location"] == "/"
    browser.cookies["yinuo_text"] = size
    assert "data-text" not in browser.get("/").content.decode()
