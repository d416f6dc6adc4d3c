"""Row 1.11 (patient clause 1.7): paid before the waiting, held, earned or given back, each once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from yinuo.accounts.api import open_account, session_for
from yinuo.consultations.api import UnableToAsk, due
from yinuo.promise.consent import standing, withdraw, withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.sharing.ledger import sent_of
from yinuo.wallet import ledger, tasks
from yinuo.wallet.actions.asking_services import send_refund
from yinuo.wallet.models import Order, Payment, Refund
from yinuo.wallet.tests import scenes
from yinuo.wallet.tests.scenes import Service

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.11")]


def consultation_state(patient: Actor, consultation: UUID) -> str:
    with open_purpose(None, actor=patient, door="wallet test"):
        return due(patient, consultation).state


def place(doctor: Actor) -> ledger.Place:
    return ledger.pending(doctor.who, timezone.localdate())


def work() -> None:
    """The worker comes by, whatever its clock says."""
    Refund.objects.filter(next_at__isnull=False).update(next_at=timezone.now())
    Payment.objects.filter(look_at__isnull=False).update(look_at=timezone.now())
    tasks.ask_services.func()


def test_the_waiting_begins_when_it_is_paid(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client
) -> None:
    made = scenes.asked(patient, doctor)
    assert consultation_state(patient, made) == "unpaid"
    assert at_doctor.get(f"/doctor/consultations/{made}/").status_code == 404
    assert at_patient.get(f"/patient/consultations/{made}/")["Location"] == f"/patient/pay/{made}/"
    assert "¥30.00" in scenes.words(at_patient.get(f"/patient/pay/{made}/"))
    payment = scenes.pay(at_patient, made, service)
    assert consultation_state(patient, made) == "unpaid"
    assert service.call_all() == [204]
    assert consultation_state(patient, made) == "waiting"
    with open_purpose(None, actor=patient, door="wallet test"):
        left = due(patient, made).expires_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert at_doctor.get(f"/doctor/consultations/{made}/").status_code == 200
    assert ledger.balance(ledger.held(payment.order_id)) == scenes.FEN
    assert ledger.balance(ledger.channel("wechat")) == -scenes.FEN
    assert [sent.recipient for sent in sent_of(patient.who)] == ["wechat_pay"]
    assert set(sent_of(patient.who)[0].items) == {"wechat_order", "ip_address"}


@pytest.mark.parametrize("way", ["native", "wap"])
def test_the_other_ways_pay_too(service: Service, doctor: Actor, patient: Actor, at_patient: Client, way: str) -> None:
    made = scenes.asked(patient, doctor)
    scenes.paid(at_patient, made, service, way)
    assert consultation_state(patient, made) == "waiting"
    assert "ip_address" not in sent_of(patient.who)[0].items


def test_a_free_doctor_needs_no_payment(service: Service, patient: Actor) -> None:
    made = scenes.asked(patient, scenes.charging_doctor("0"), price=0)
    assert consultation_state(patient, made) == "waiting"
    assert not Order.objects.exists()


def test_the_price_that_was_shown_is_the_price(service: Service, doctor: Actor, patient: Actor) -> None:
    with pytest.raises(UnableToAsk) as no:
        scenes.asked(patient, doctor, price=0)
    assert no.value.code == "price_changed"


def test_ended_properly_it_is_split_to_the_fen(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.paid(at_patient, made, service)
    scenes.accept(at_doctor, made)
    told = {"note": "按时用药，三月后复诊", "revisit": "on"}
    answer = at_doctor.post(f"/doctor/consultations/{made}/close/", told)
    assert consultation_state(patient, made) == "ended", scenes.words(answer)
    assert ledger.balance(place(doctor)) == 2400
    assert ledger.balance(ledger.fee()) == 600
    assert scenes.order_state(made) == "earned"
    page = scenes.words(at_doctor.get("/doctor/income/"))
    assert "¥24.00" in page and "服务费 ¥6.00" in page
    assert ledger.faults().sound


def declined(at_doctor: Client, at_patient: Client, made: UUID) -> Any:
    return at_doctor.post(f"/doctor/consultations/{made}/decline/", {"reason": "offline", "words": ""})


def withdrawn(at_doctor: Client, at_patient: Client, made: UUID) -> Any:
    return at_patient.post(f"/patient/consultations/{made}/withdraw/")


def referred(at_doctor: Client, at_patient: Client, made: UUID) -> Any:
    scenes.accept(at_doctor, made)
    return at_doctor.post(f"/doctor/consultations/{made}/close/", {"refer": "1", "note": "请到医院检查"})


@pytest.mark.parametrize("end", [declined, withdrawn, referred])
@pytest.mark.parametrize("way", ["h5", "wap"])
def test_what_came_to_nothing_goes_back_by_itself(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client, end: Any, way: str
) -> None:
    made = scenes.asked(patient, doctor)
    payment = scenes.paid(at_patient, made, service, way)
    end(at_doctor, at_patient, made)
    assert scenes.refund_states(made) == [(end.__name__, "waiting")]
    assert ledger.balance(ledger.refunding(payment.order_id)) == scenes.FEN
    work()
    assert scenes.refund_states(made) == [(end.__name__, "done")]
    service.call_all()
    work()
    assert scenes.order_state(made) == "refunded"
    assert ledger.balance(ledger.channel(payment.channel)) == 0
    assert ledger.balance(ledger.refunding(payment.order_id)) == 0
    assert len(service.till.refunds) == 1
    assert Payment.objects.get().address == ""  # of where it was paid nothing is kept
    order = Order.objects.get(consultation=made)
    assert "已退款" in scenes.words(at_patient.get(f"/patient/orders/{order.pk}/"))
    assert "¥30.00 已退还" in scenes.words(at_patient.get(f"/patient/consultations/{made}/"))


def test_what_the_service_can_not_give_back_is_shown_to_the_desk_and_asked_on(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client, monkeypatch: Any
) -> None:
    """A refund that failed never hangs unseen; what people then do at the service is found out without a call."""
    made = scenes.asked(patient, doctor)
    payment = scenes.paid(at_patient, made, service)
    honest = service.wechat.refund_words
    monkeypatch.setattr(service.wechat, "refund_words", lambda one: {**honest(one), "status": "ABNORMAL"})
    declined(at_doctor, at_patient, made)
    work()
    assert scenes.refund_states(made) == [("declined", "failed")]
    assert ledger.balance(ledger.refunding(payment.order_id)) == scenes.FEN
    desk = session_for(Client(), open_account(role="staff", number="13800138409", name="周财务", desk="finance"))
    assert Refund.objects.get().number in scenes.words(desk.get("/console/payouts/"))
    monkeypatch.undo()
    work()
    assert scenes.refund_states(made) == [("declined", "done")] and scenes.order_state(made) == "refunded"
    assert Refund.objects.get().number not in scenes.words(desk.get("/console/payouts/"))
    assert len(service.till.refunds) == 1


def test_a_refund_that_takes_longer_than_a_day_is_shown_to_the_desk(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.paid(at_patient, made, service)
    declined(at_doctor, at_patient, made)
    desk = session_for(Client(), open_account(role="staff", number="13800138409", name="周财务", desk="finance"))
    assert Refund.objects.get().number not in scenes.words(desk.get("/console/payouts/"))
    Refund.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert Refund.objects.get().number in scenes.words(desk.get("/console/payouts/"))


def test_one_refund_that_can_not_be_sent_holds_up_none_behind_it(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client, monkeypatch: Any
) -> None:
    for _ in range(2):
        made = scenes.asked(patient, doctor)
        scenes.paid(at_patient, made, service)
        declined(at_doctor, at_patient, made)
    first = Refund.objects.order_by("next_at").values_list("pk", flat=True)[0]

    def broken(refund: UUID) -> None:
        if refund == first:
            raise OverflowError("nobody thought of this")
        send_refund(refund)

    monkeypatch.setattr(tasks, "send_refund", broken)
    work()
    assert sorted(Refund.objects.values_list("state", flat=True)) == ["done", "waiting"]


def test_after_24_hours_it_goes_back_by_itself(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.paid(at_patient, made, service)
    tomorrow = timezone.now() + timedelta(hours=24, seconds=1)
    app.tasks["consultations.expire_waiting"].func(int(tomorrow.timestamp()))
    assert scenes.refund_states(made) == [("expired", "waiting")]


def test_not_paid_in_time_it_closes_and_a_late_payment_goes_back(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    payment = scenes.pay(at_patient, made, service)
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    app.tasks["consultations.expire_waiting"].func(int(later.timestamp()))
    assert consultation_state(patient, made) == "lapsed" and scenes.order_state(made) == "closed"
    assert service.call_all() == [204]
    assert consultation_state(patient, made) == "lapsed"
    assert scenes.refund_states(made) == [("late", "waiting")]
    work()
    assert scenes.order_state(made) == "refunded" and ledger.balance(ledger.channel(payment.channel)) == 0


def test_paid_by_both_services_one_goes_back(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.pay(at_patient, made, service, "h5")
    scenes.pay(at_patient, made, service, "wap")
    service.call_all()
    assert scenes.order_state(made) == "paid"
    assert scenes.refund_states(made) == [("twice", "waiting")]
    work()
    assert scenes.refund_states(made) == [("twice", "done")] and scenes.order_state(made) == "paid"
    order = Order.objects.get(consultation=made)
    assert ledger.balance(ledger.held(order.pk)) == scenes.FEN
    assert ledger.faults().sound


def test_a_lost_call_is_made_up_for_by_asking(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.pay(at_patient, made, service)
    service.told.clear()
    work()
    assert consultation_state(patient, made) == "waiting"


def test_the_patient_may_have_it_asked_at_once(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.begin(at_patient, made)
    assert "还没有收到付款" in scenes.words(at_patient.post(f"/patient/pay/{made}/look/"))
    service.till.pay(service.trade(Payment.objects.get()))
    assert at_patient.post(f"/patient/pay/{made}/look/")["Location"] == f"/patient/consultations/{made}/"


def test_without_the_separate_consent_nothing_is_sent(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    asked = at_patient.post(f"/patient/pay/{made}/begin/", {"way": "h5"})
    assert "单独同意" in scenes.words(asked) and "财付通" in scenes.words(asked)
    no = scenes.begin(at_patient, made, agreed="no")
    assert no.status_code == 422
    assert not service.till.trades and not sent_of(patient.who) and not Payment.objects.exists()
    assert not standing(patient.who).granted("wallet.payment", "wechat_order")


def test_money_goes_back_also_after_everything_was_withdrawn(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, at_doctor: Client
) -> None:
    made = scenes.asked(patient, doctor)
    scenes.paid(at_patient, made, service)
    withdraw(actor=patient, purpose="wallet.payment", item="wechat_order")
    withdraw_all(actor=patient)
    declined(at_doctor, at_patient, made)
    work()
    assert scenes.refund_states(made) == [("declined", "done")]


def test_another_patient_finds_nothing(service: Service, doctor: Actor, patient: Actor, at_patient: Client) -> None:
    made = scenes.asked(patient, doctor)
    scenes.begin(at_patient, made)
    order = Order.objects.get()
    other = scenes.browser(scenes.person("patient"))
    for address in (f"/patient/pay/{made}/", f"/patient/orders/{order.pk}/", f"/patient/rate/{made}/"):
        assert other.get(address).status_code == 404
    assert scenes.begin(other, made).status_code == 404


def test_an_unreachable_service_costs_nothing_and_says_so(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, settings: Any
) -> None:
    made = scenes.asked(patient, doctor)
    service.shutdown()
    service.server_close()
    answer = scenes.begin(at_patient, made)
    assert answer.status_code == 503 and "没有扣款" in scenes.words(answer)
    assert consultation_state(patient, made) == "unpaid"


def test_of_several_ways_the_one_that_was_chosen_is_shown(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.asked(patient, doctor)
    for way, word in (("h5", "打开微信支付"), ("native", "打开替身收银台"), ("h5", "打开微信支付")):
        shown = at_patient.get(scenes.begin(at_patient, made, way)["Location"])
        assert word in scenes.words(shown), way
    assert Payment.objects.count() == 2


def test_the_code_is_a_picture(service: Service, doctor: Actor, patient: Actor, at_patient: Client) -> None:
    made = scenes.asked(patient, doctor)
    assert at_patient.get(f"/patient/pay/{made}/code.svg").status_code == 410
    scenes.begin(at_patient, made, "native")
    answer = at_patient.get(f"/patient/pay/{made}/code.svg")
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content
