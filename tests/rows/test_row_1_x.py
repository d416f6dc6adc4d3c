"""1.x: what was collected for one purpose is not used for another that no clause names."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.x")
NAME = "林知夏"


def test_a_name_given_for_review_is_shown_to_patients_only_while_a_clause_names_that(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started()
    phone = Phone(browser, product)
    phone.log_in("patient", "19900000011")
    expect(phone.go("/patient/doctors/").get_by_text(NAME).first).to_be_visible()

    product.cli("policy", "strike", "doctor", "1.2", "name", "--apply")
    phone.go("/patient/doctors/")
    expect(phone.page.get_by_text(NAME)).to_have_count(0)

    reviewer = Phone(browser, product, width=1280, height=800)
    reviewer.log_in("doctor", "19900000001")
    reviewer.go("/me/settings/account/privacy/")
    phone.close()
    reviewer.close()
