"""Orders that are paid too late, and what must be true when all is back."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import F, Sum
from django.utils import timezone

from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor, Source, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing, create_person, uuid7
from yinuo.wallet import ledger
from yinuo.wallet.models import Order, Payment, Refund
from yinuo.wallet.stand_in.schedule import Schedule
from yinuo.wallet.stand_in.till import Till, Trade

PURPOSE, ITEM = "wallet.payment", "wechat_order"


def owed(till: Path, orders: int, fen: int, notify: str, doctor: UUID | None = None) -> None:
    """So many payments that the service has taken; the house knows that it asked for them and no more."""
    patient, doctor = _patient(), doctor or create_person("doctor").pk
    service = Till(till, Schedule(), lambda what, about: None)
    now = timezone.now()
    with (
        open_purpose(PURPOSE, actor=patient, door="benchmark"),
        capturing(by=[patient.who], about=[patient.who], source=Source.AUTOMATIC),
    ):
        for _ in range(orders):
            number = _payment(patient, doctor, fen).number
            service.pay(service.open(Trade("wechat", number, fen, notify, "")))
    Payment.objects.update(look_at=now)


def _patient() -> Actor:
    actor = Actor(create_person("patient").pk, "patient")
    version = library().in_force("patient")
    confirm(actor=actor, version=version.number, shown=version.hash)
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    grant(actor=actor, purpose=PURPOSE, item=ITEM, notice=notice)
    return actor


def _payment(patient: Actor, doctor: UUID, fen: int) -> Payment:
    now, made = timezone.now(), uuid7()
    order = Order.objects.create(
        consultation=uuid7(), patient=patient.who, doctor=doctor, fen=fen, fee_percent=20, state="closed",
        made_at=now, expires_at=now + timedelta(minutes=15),
    )  # fmt: skip
    payment: Payment = Payment.objects.create(
        pk=made, patient_id=patient.who, order=order, channel="wechat", way="h5", number=made.hex, fen=fen,
        item=ITEM, given="问诊费", state="open", made_at=now,
    )  # fmt: skip
    return payment


def done() -> int:
    return Refund.objects.filter(state="done").count()


def left(orders: int) -> bool:
    """Is anything not back yet?"""
    return done() < orders


def make_due() -> None:
    """The clock between tries runs fast; what was tried in this very moment is left alone."""
    now = timezone.now()
    Payment.objects.filter(look_at__gt=now + timedelta(seconds=2)).update(look_at=now + timedelta(seconds=1))
    Refund.objects.filter(next_at__gt=now + timedelta(seconds=2)).update(
        next_at=now + timedelta(seconds=1), tries=F("tries")
    )


def asked() -> int:
    return int(Refund.objects.aggregate(total=Sum("tries"))["total"] or 0)


def wrong(till: Path, orders: int, fen: int) -> str:
    """The first thing that may not be, in words."""
    faults = ledger.faults()
    service = Till(till, Schedule(), lambda what, about: None)
    back = Counter(one.trade for one in service.refunds.values())
    sums = {one.fen for one in service.refunds.values()}
    checks = {
        "the ledger is not sound": not faults.sound,
        "not all was back in time": left(orders),
        "money is left at the service": ledger.balance(ledger.channel("wechat")) != 0,
        "refunds are missing": len(back) != orders,
        "something was paid back twice": any(times != 1 for times in back.values()),
        "another amount was paid back": sums - {fen} != set(),
    }
    return next((words for words, true in checks.items() if true), "")
