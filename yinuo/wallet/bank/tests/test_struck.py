"""A payout service or a verifier that the policy names no more is asked nobody's consent for, told nothing, and is no
server error; the same for one that the policy gives an item less."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from yinuo.promise.gate import Actor
from yinuo.promise.models import SeatRow
from yinuo.promise.policy import library
from yinuo.wallet.bank import agreeing
from yinuo.wallet.bank.demonstration import agree
from yinuo.wallet.bank.tests.conftest import Outside
from yinuo.wallet.bank.tests.test_binding import GOOD, said, words
from yinuo.wallet.bank.tests.test_withdrawing import money
from yinuo.wallet.channels import reaching
from yinuo.wallet.models import Binding, Withdrawal

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]
HOW = pytest.mark.parametrize("how", ["recipient", "item", "offer", "use"])


def strike(monkeypatch: pytest.MonkeyPatch, name: str, purpose: str, how: str) -> None:
    version = library().in_force("doctor")
    who, what = version.recipients[name], version.purposes[purpose]
    kept = {one: known for one, known in version.recipients.items() if one != name}
    fewer = replace(who, items=type(who.items)(one for one in who.items if one != "name"))
    uses = {one: use for one, use in what.items.items() if one != "name"}
    struck = {
        "recipient": lambda: replace(version, recipients=kept),
        "item": lambda: replace(version, recipients={**kept, name: fewer}),
        "offer": lambda: replace(version, purposes={**version.purposes, purpose: replace(what, offered=False)}),
        "use": lambda: replace(version, purposes={**version.purposes, purpose: replace(what, items=uses)}),
    }[how]()

    class Struck:
        def in_force(self, role: str) -> Any:
            return struck

    for module in (reaching, agreeing):
        monkeypatch.setattr(module, "library", Struck)


@HOW
@pytest.mark.parametrize("agreed", [True, False])
def test_a_struck_payout_service_sets_nobodys_money_aside(
    browser: Client,
    rich: Actor,
    codes: list[str],
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    agreed: bool,
) -> None:
    begun = browser.post("/me/bank/withdraw/", {"amount": "10"})
    if not agreed:
        SeatRow.objects.update(grants={})
    strike(monkeypatch, "bank_payout", "wallet.payout", how)
    page = browser.get("/me/bank/withdraw/")
    answer = browser.post("/me/bank/withdraw/", {"amount": "10"})
    late = browser.post("/me/bank/withdraw/code/", {"said": said(begun), "code": codes[-1]})
    assert [one.status_code for one in (page, answer, late)] == [200, 400, 409]
    for one in (page, answer, late):
        assert "还没有开通打款" in words(one) and 'name="amount"' not in one.content.decode()
        assert "/consent/grant/" not in one.content.decode()
    assert not Withdrawal.objects.exists() and money(rich.who) == (100_000, 0, 0) and len(codes) == 1


@HOW
@pytest.mark.parametrize("agreed", [True, False])
def test_a_struck_verifier_is_given_nothing(
    browser: Client,
    doctor: UUID,
    codes: list[str],
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    agreed: bool,
) -> None:
    if agreed:
        agree(doctor)
    strike(monkeypatch, "card_verifier", "wallet", how)
    page, answer = browser.get("/me/bank/bind/"), browser.post("/me/bank/bind/", GOOD)
    assert [one.status_code for one in (page, answer)] == [200, 400]
    for one in (page, answer):
        assert "还没有开通银行卡核验" in words(one) and "资质审核" not in words(one)
        assert 'name="number"' not in one.content.decode() and "/consent/grant/" not in one.content.decode()
    assert codes == [] and not Binding.objects.exists()
