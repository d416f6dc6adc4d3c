"""A payment service that the policy names no more is offered to nobody, told nothing, and is no server error."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient
from yinuo.promise.policy import library
from yinuo.wallet import tasks
from yinuo.wallet.actions import asking_services
from yinuo.wallet.channels import alipay, offered, reaching, wechat
from yinuo.wallet.models import Payment
from yinuo.wallet.tests import scenes
from yinuo.wallet.tests.scenes import Service

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.11")]
PROBLEMS = (UndeclaredRecipient("wechat_pay", "wallet.payment", "anything"), OutboundRefused("the host", "elsewhere"))


def strike(monkeypatch: pytest.MonkeyPatch, *recipients: str) -> None:
    version = library().in_force("patient")
    kept = {name: one for name, one in version.recipients.items() if name not in recipients}

    class Struck:
        def in_force(self, role: str) -> Any:
            return replace(version, recipients=kept)

    monkeypatch.setattr(reaching, "library", Struck)


def test_a_struck_service_is_not_offered(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scenes.asked(patient, doctor)
    assert offered() == ["wechat", "alipay"]
    strike(monkeypatch, "wechat_pay")
    assert offered() == ["alipay"]
    page = scenes.words(at_patient.get(f"/patient/pay/{made}/"))
    assert "支付宝" in page and "微信支付" not in page
    assert scenes.begin(at_patient, made).status_code == 422
    strike(monkeypatch, "wechat_pay", "alipay")
    page = scenes.words(at_patient.get(f"/patient/pay/{made}/"))
    assert "没有可用的付款方式" in page and "去付款" not in page


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize(("way", "adapter", "entry"), [("h5", wechat, "guarded_client"), ("wap", alipay, "sharing")])
def test_a_service_that_may_not_be_told_is_a_sentence_and_no_error(
    service: Service,
    doctor: Actor,
    patient: Actor,
    at_patient: Client,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    adapter: Any,
    entry: str,
    problem: Exception,
) -> None:
    """The version that this patient confirmed may be older than the one in force."""

    def refused(*args: object, **more: object) -> None:
        raise problem

    made = scenes.asked(patient, doctor)
    monkeypatch.setattr(adapter, entry, refused)
    answer = scenes.begin(at_patient, made, way)
    assert answer.status_code == 422 and "没有写明把订单交给这家支付服务商" in scenes.words(answer)
    assert service.till.trades == {} and not Payment.objects.exclude(state="new").exists()
    assert at_patient.post(f"/patient/pay/{made}/look/").status_code == 200


def test_a_worker_that_dies_delays_the_one_it_was_at_and_no_other(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was claimed with it would wait for nothing: under kill -9 that was most of what was due."""
    made = scenes.asked(patient, doctor)
    assert scenes.begin(at_patient, made, "native").status_code == 302
    payment = scenes.pay(at_patient, made, service)
    Payment.objects.update(look_at=timezone.now(), looks=0)

    class Killed(BaseException):
        """What a process can't catch."""

    def die(row: object) -> None:
        raise Killed

    monkeypatch.setattr(tasks, "look", die)
    with pytest.raises(Killed):
        tasks.ask_services.func()
    assert sorted(Payment.objects.values_list("looks", flat=True)) == [0, 1]
    monkeypatch.setattr(tasks, "look", asking_services.look)
    Payment.objects.filter(looks=1).update(look_at=timezone.now())
    tasks.ask_services.func()
    assert Payment.objects.get(pk=payment.pk).state == "paid"
