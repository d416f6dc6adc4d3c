"""The way in: whoever has a desk comes to it."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from yinuo.accounts.api import Desk, open_account, session_for
from yinuo.console.views.home import PARTS
from yinuo.web.tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("desk", Desk.values)
def test_every_desk_leads_to_its_first_page(desk: str) -> None:
    somebody = session_for(Client(), open_account(role="staff", number="13800138270", name="苏小满", desk=desk))
    came = somebody.get("/console/")
    assert came.status_code == 302
    assert somebody.get(came["Location"]).status_code == 200


def test_every_part_has_a_name_that_a_person_reads() -> None:
    states = import_string(settings.YINUO_PART_STATES)
    assert set(states(replace(settings.YINUO, demo=True))) <= set(PARTS)
    assert {"stand_in_sms", "stand_in_mail", "stand_in_push", "stand_in_payment", "stand_in_bank"} <= set(PARTS)
    desk = session_for(
        Client(), open_account(role="staff", number="13800138271", name="温小言", desk="system_administrator")
    )
    assert not re.search("stand_in|gateway|caddy", words(desk.get("/console/status/")))
