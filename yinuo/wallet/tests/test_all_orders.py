"""Whatever comes in whatever order, and however often: each order's money is in one place, and goes back once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinuo.promise.consent import grant
from yinuo.promise.gate import Actor, Source, open_purpose
from yinuo.promise.vault import capturing, uuid7
from yinuo.wallet import ledger
from yinuo.wallet.actions.hearing import note_paid, note_refund_failed, note_refunded
from yinuo.wallet.actions.outcomes import settle_outcome
from yinuo.wallet.models import ITEMS, Entry, Order, Payment, Refund
from yinuo.wallet.tests import scenes

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.11")]
WAYS = {"h5": "wechat", "native": "wechat", "wap": "alipay"}
ENDS = {
    "unpaid": ("lapsed", "withdrawn"),
    "waiting": ("declined", "expired", "withdrawn"),
    "open": ("ended", "referred"),
}
STEPS = st.one_of(
    st.tuples(st.just("paid"), st.sampled_from(sorted(WAYS))),
    st.tuples(st.just("over"), st.integers(0, 2)),
    st.tuples(st.just("accepted"), st.just(0)),
    st.tuples(st.just("refunded"), st.just(0)),
    st.tuples(st.just("refund failed"), st.just(0)),
)


def consultations() -> Any:
    return apps.get_model("consultations.Consultation").objects


class Story:
    """One consultation of 33.33 yuan that is asked for, and everything that may happen to it."""

    def __init__(self, patient: Actor, doctor: Actor) -> None:
        now = timezone.now() - timedelta(days=2)
        parties = {"patient_id": patient.who, "doctor_id": doctor.who}
        times = {"asked_at": now, "expires_at": now + timedelta(hours=1)}
        self.doctor = doctor.who
        self.id: UUID = consultations().create(fen=3333, state="unpaid", **parties, **times).pk
        self.order = Order.objects.create(
            consultation=self.id, patient=patient.who, doctor=doctor.who, fen=3333, fee_percent=20,
            made_at=now, expires_at=now + timedelta(hours=1),
        )  # fmt: skip
        with open_purpose("wallet.payment", actor=patient, door="wallet test"):
            with capturing(by=[patient.who], about=[patient.who], source=Source.AUTOMATIC):
                self.payments = {way: self._payment(patient, way).pk for way in WAYS}

    def _payment(self, patient: Actor, way: str) -> Payment:
        name, made = WAYS[way], uuid7()
        payment: Payment = Payment.objects.create(
            pk=made, patient_id=patient.who, order=self.order, channel=name, way=way, number=made.hex, fen=3333,
            item=ITEMS[name], given="问诊费", made_at=timezone.now(), state="open",
        )  # fmt: skip
        return payment

    def do(self, what: str, how: Any) -> None:
        if what == "paid":
            note_paid(self.payments[how])
        elif what == "accepted":
            rows = consultations().filter(pk=self.id, state="waiting")
            rows.update(state="open", accepted_at=timezone.now())
        elif what == "over":
            self._over(how)
        else:
            for refund in Refund.objects.filter(order=self.order).values_list("pk", flat=True):
                (note_refunded if what == "refunded" else note_refund_failed)(refund)

    def _over(self, which: int) -> None:
        state = consultations().values_list("state", flat=True).get(pk=self.id)
        if state not in ENDS:
            return
        end = ENDS[state][which % len(ENDS[state])]
        with transaction.atomic():
            consultations().filter(pk=self.id).update(state=end, ended_at=timezone.now() + timedelta(days=2))
            settle_outcome(self.id, end)

    def check(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        assert ledger.faults().sound
        payments = Payment.objects.filter(order=self.order, state="paid")
        paid = 3333 * payments.count()
        moved = Entry.objects.filter(transaction__order=self.order.pk)
        by = dict(moved.values_list("account__kind").annotate(total=Sum("fen")))
        back = sum(Refund.objects.filter(order=self.order, state="done").values_list("fen", flat=True))
        assert -by.get("channel", 0) == paid - back
        assert by.get("held", 0) + by.get("refunding", 0) + by.get("fee", 0) + by.get("pending", 0) == paid - back
        earned = by.get("fee", 0) + by.get("pending", 0)
        assert earned in (0, 3333) and by.get("held", 0) in (0, 3333)
        assert by.get("refunding", 0) == 3333 * Refund.objects.filter(order=self.order).exclude(state="done").count()
        state = Order.objects.values_list("state", flat=True).get(pk=self.order.pk)
        assert (earned > 0) == (state == "earned")
        assert (by.get("held", 0) > 0) == (state == "paid")
        told = consultations().values_list("state", flat=True).get(pk=self.id)
        assert (state == "paid") == (told in ("waiting", "open")) and (state == "earned") == (told == "ended")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=14))
def test_an_orders_money_is_in_one_place_and_goes_back_once(patient: Actor, doctor: Actor, steps: list[Any]) -> None:
    for item in ("wechat_order", "alipay_order"):
        grant(actor=patient, purpose="wallet.payment", item=item, notice=scenes.notice())
    with transaction.atomic():
        story = Story(patient, doctor)
        for what, how in steps:
            story.do(what, how)
            story.check()
        transaction.set_rollback(True)
