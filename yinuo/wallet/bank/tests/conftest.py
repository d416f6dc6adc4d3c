"""An approved doctor, the bank's stand-in over real HTTP, and the codes that were sent."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.api import qualify
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.vault import uuid7
from yinuo.wallet import ledger
from yinuo.wallet.bank.access import PURPOSE
from yinuo.wallet.bank.demonstration import agree, give_card
from yinuo.wallet.bank.tasks import pay_out
from yinuo.wallet.bank.withdrawals import withdraw
from yinuo.wallet.models import BankCard, Withdrawal
from yinuo.wallet.stand_in_bank import keys
from yinuo.wallet.stand_in_bank.bank import Bank
from yinuo.wallet.stand_in_bank.schedule import Plan, Schedule
from yinuo.wallet.stand_in_bank.server import StandIn


@dataclass(frozen=True)
class Planned(Schedule):
    """What a test wants of every payout."""

    wanted: list[Plan] = field(default_factory=lambda: [Plan(after=0)])

    def plan(self, number: str, fen: int) -> Plan:
        return self.wanted[0]


@dataclass
class Outside:
    """The bank, with hands on it."""

    bank: Bank
    server: StandIn
    folder: Path

    def plan(self, **wanted: Any) -> None:
        self.bank.schedule.wanted[0] = Plan(**{"after": 0, **wanted})  # type: ignore[attr-defined]

    def work(self, times: int = 1) -> None:
        """The bank does what is due, then our worker looks at everything, whenever it would have been due."""
        for _ in range(times):
            self.bank.due()
            Withdrawal.objects.filter(look_at__isnull=False).update(look_at=timezone.now())
            pay_out.func()


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank")
    keys.prepare(folder)
    return folder


@pytest.fixture(autouse=True)
def signed(settings: Settings, key_folder: Path) -> None:
    """The hospital has signed with the payout service and the verifier."""
    settings.YINUO = replace(
        settings.YINUO,
        payout_app="demonstration",
        payout_key=keys.private(key_folder, keys.OURS),
        payout_bank_key=keys.public(key_folder, keys.BANK),
        verifier_key_id="id",
        verifier_key_secret="secret",
    )


@pytest.fixture
def outside(settings: Settings, key_folder: Path, signed: None) -> Iterator[Outside]:
    bank = Bank(Planned())
    server = StandIn(0, bank, key_folder, secrets=("id", "secret"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    at = f"127.0.0.1:{server.server_port}"
    settings.YINUO = replace(
        settings.YINUO,
        payout_endpoint=f"http://{at}/gateway.do",
        verifier_endpoint=f"http://{at}/",
    )
    settings.YINUO_STAND_INS = {"bank_payout": at, "card_verifier": at}
    yield Outside(bank, server, key_folder)
    server.shutdown()
    server.server_close()


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes that went to the doctor, the latest last."""
    sent: list[str] = []
    monkeypatch.setattr("yinuo.accounts.actions.fresh.send_code", lambda number, code, **more: sent.append(code))
    monkeypatch.setattr("yinuo.accounts.actions.fresh.slow_down", lambda **more: None)
    return sent


def make_doctor(number: str = "13800138300") -> UUID:
    reviewer = open_account(role="staff", number="13800138301", name="周审核", desk="reviewer")
    made = open_account(role="doctor", number=number)
    qualify(made, reviewer=reviewer)
    return made


@pytest.fixture
def doctor(db: None) -> UUID:
    return make_doctor()


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def with_income(doctor: UUID, fen: int = 100_000) -> Actor:
    """A card that has cooled off, and exactly so much to withdraw."""
    agree(doctor)
    give_card(doctor, bound=timedelta(days=2))
    give_income(doctor, fen)
    return Actor(doctor, "doctor")


def give_income(doctor: UUID, fen: int) -> None:
    moves = [ledger.Move(ledger.channel("wechat"), -fen), ledger.Move(ledger.available(doctor), fen)]
    ledger.book(ledger.Kind.SETTLED, key=f"test:{uuid7()}", moves=moves)


@pytest.fixture
def rich(doctor: UUID) -> Actor:
    return with_income(doctor)


@pytest.fixture
def sent(browser: Client, rich: Actor, codes: list[str], outside: Outside) -> UUID:
    """A payout that the bank has made and not told of."""
    outside.plan(calls=0)
    row = uuid7()
    with open_purpose(PURPOSE, actor=rich, door="test"):
        withdraw(actor=rich, withdrawal=row, fen=10_000, card=BankCard.objects.get().pk)
    pay_out.func()
    outside.bank.due()
    assert Withdrawal.objects.get(pk=row).state == "sent"
    return row


@pytest.fixture
def desks(db: None) -> tuple[Client, Client]:
    people = [open_account(role="staff", number=f"1380013840{n}", name="周财务", desk="finance") for n in range(2)]
    first, second = (session_for(Client(), person) for person in people)
    return first, second
