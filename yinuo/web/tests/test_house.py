"""Pages carry the name of the hospital that runs this house, and no other."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.clause("8")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_operators_name_stands_on_the_first_page_and_on_the_home_screen(settings: Any, language: str) -> None:
    settings.YINUO_OPERATOR = replace(settings.YINUO_OPERATOR, name="甲乙互联网医院")
    visitor = Client(headers={"accept-language": language})
    page = visitor.get("/").content.decode()
    assert '<h1 class="page-title" lang="zh-CN">甲乙互联网医院</h1>' in page
    assert "· 甲乙互联网医院</title>" in page
    assert visitor.get("/manifest.webmanifest").json()["name"] == "甲乙互联网医院"
