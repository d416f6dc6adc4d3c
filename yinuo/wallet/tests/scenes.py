"""A doctor who charges, a patient who pays, and payment services that speak their protocols over real HTTP."""

import re
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from yinuo.consultations import api as consultations
from yinuo.credentials import api as credentials
from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person
from yinuo.wallet.models import Order, Payment, Refund
from yinuo.wallet.stand_in import alipay, wechat
from yinuo.wallet.stand_in.keys import Keys
from yinuo.wallet.stand_in.schedule import Schedule
from yinuo.wallet.stand_in.server import PaymentServer
from yinuo.wallet.stand_in.till import Refund as SentBack
from yinuo.wallet.stand_in.till import Trade

CARD = {
    "name": "沈一舟",
    "city": "南桥",
    "title": "主治医师",
    "hospital": "南桥医院",
    "department": "内分泌科",
    "consult_price": "30",
}
FEN = 3000
GIVEN = ("complaint", "earlier_diagnosis")


class Service(PaymentServer):
    """A stand-in whose calls wait until the test hands them over."""

    def __init__(self, keys: Path, schedule: Schedule | None = None) -> None:
        self.told: list[tuple[str, Any]] = []
        super().__init__(0, Keys(keys), None, schedule)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def tell(self, what: str, about: object) -> None:
        self.told.append((what, about))

    def trade(self, payment: Payment) -> Trade:
        found = self.till.trade(payment.channel, payment.number)
        assert found is not None
        return found

    def call(self, what: str, about: Any) -> Any:
        """Hand one freshly signed call over; the answer of the house."""
        side = self.wechat.call(what, about) if about.service == "wechat" else self.alipay.call(about)
        return heard(about.service, *side)

    def call_all(self) -> list[int]:
        """Every call that is owed."""
        owed, self.told = self.told, []
        return [self.call(what, about).status_code for what, about in owed if _calls(about)]


def _calls(about: Any) -> bool:
    return bool(about.notify) and isinstance(about, Trade | SentBack)


def heard(service: str, headers: dict[str, str], body: bytes) -> Any:
    others = {name: value for name, value in headers.items() if name != "Content-Type"}
    place = f"/wallet/calls/{service}/"
    return Client().post(place, data=body, content_type=headers["Content-Type"], headers=others)


def point_at(settings: Any, service: Service, keys: Path) -> None:
    address = f"http://127.0.0.1:{service.port}"
    settings.YINUO = replace(
        settings.YINUO,
        payment_keys=keys,
        wechat_endpoint=address,
        wechat_merchant=wechat.MERCHANT,
        wechat_app=wechat.APP,
        wechat_serial=wechat.SERIAL,
        wechat_platform=wechat.PLATFORM,
        alipay_gateway=f"{address}/gateway.do",
        alipay_app=alipay.APP,
        alipay_seller=alipay.SELLER,
    )
    settings.YINUO_STAND_INS = {"wechat_pay": f"127.0.0.1:{service.port}", "alipay": f"127.0.0.1:{service.port}"}


def person(role: str, *granted: str, purpose: str = "consultations") -> Actor:
    actor = Actor(create_person(role).pk, role)
    version = library().in_force(role)
    confirm(actor=actor, version=version.number, shown=version.hash)
    for item in granted:
        grant(actor=actor, purpose=purpose, item=item, notice=notice(role, purpose))
    return actor


def notice(role: str = "patient", purpose: str = "wallet.payment") -> str:
    version = library().in_force(role)
    return version.clauses[version.purposes[purpose].clause].hash


def charging_doctor(price: str = "30") -> Actor:
    doctor = person("doctor")
    credentials.qualify(doctor.who, reviewer=person("staff").who, papers={**CARD, "consult_price": price})
    return doctor


def browser(actor: Actor) -> Client:
    client = Client()
    session = client.session
    session.update({"person": str(actor.who), "role": actor.role, "stage": "account"})
    session.save()
    return client


def asked(patient: Actor, doctor: Actor, price: int = 30) -> UUID:
    content = BytesIO()
    Image.effect_noise((64, 64), 40).convert("RGB").save(content, "JPEG")
    upload = SimpleUploadedFile("page.jpg", content.getvalue(), content_type="image/jpeg")
    with open_purpose("consultations", actor=patient, door="wallet test"):
        consultations.sign_notice(patient, doctor=doctor.who, notice=consultations.risk_digest())
        picture = consultations.take_document(patient, upload=upload, through="album")
        told = consultations.Asked("血糖偏高", 46, "去年，南桥医院，二型糖尿病", picture, "album", price=price)
        return consultations.ask_consultation(patient, doctor=doctor.who, asked=told)


def begin(client: Client, consultation: UUID, way: str = "h5", **more: str) -> Any:
    told = {"way": way, "agreed": "yes", "notice": notice(), **more}
    return client.post(f"/patient/pay/{consultation}/begin/", told)


def pay(client: Client, consultation: UUID, service: Service, way: str = "h5") -> Payment:
    """Begun, paid at the service; its call not handed over yet."""
    answer = begin(client, consultation, way)
    assert answer.status_code == 302, words(answer)
    payment: Payment = Payment.objects.filter(order__consultation=consultation, way=way).latest("pk")
    if way == "wap":
        service.alipay.wap(dict(parse_qsl(urlsplit(payment.address).query)))
    service.till.pay(service.trade(payment))
    return payment


def paid(client: Client, consultation: UUID, service: Service, way: str = "h5") -> Payment:
    payment = pay(client, consultation, service, way)
    assert service.call_all() in ([200], [204])
    return payment


def accept(client: Client, consultation: UUID) -> None:
    answer = client.post(f"/doctor/consultations/{consultation}/accept/")
    assert answer.status_code == 302, words(answer)


def order_state(consultation: UUID) -> str:
    return str(Order.objects.values_list("state", flat=True).get(consultation=consultation))


def refund_states(consultation: UUID) -> list[tuple[str, str]]:
    return list(Refund.objects.filter(order__consultation=consultation).values_list("reason", "state"))


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
