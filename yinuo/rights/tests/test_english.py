"""English stands beside the Chinese on every page of the privacy centre."""

import re

import pytest
from django.conf import settings

from yinuo.rights.tests.conftest import Somebody

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1")]
CHINESE = re.compile("[\u4e00-\u9fff]")
PAGES = (
    "/me/",
    "/me/information/",
    "/me/information/seen/",
    "/me/information/collected/",
    "/me/information/shared/",
    "/me/receipts/",
    "/me/requests/",
    "/me/requests/new/",
    "/me/settings/account/number/",
    "/device/",
    "/promises/",
)


@pytest.mark.parametrize("place", PAGES)
def test_headings_leads_and_buttons_are_english(doctor: Somebody, place: str) -> None:
    doctor.browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = doctor.browser.get(place).content.decode()
    parts = re.findall(r'<h1[^>]*>(.*?)</h1>|<p class="lead">(.*?)</p>|<button[^>]*>(.*?)</button>', page, re.DOTALL)
    told = [re.sub("<[^>]+>", "", text) for found in parts for text in found if text]
    assert told
    assert [words for words in told if CHINESE.search(words) and words != "中文"] == []
