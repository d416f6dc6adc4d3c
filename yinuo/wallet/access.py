"""The one door to rows of orders: a patient sees his own, a doctor hers, nobody else any here."""

from uuid import UUID

from django.db.models import QuerySet

from yinuo.promise.gate import Actor
from yinuo.wallet.models import Order, Rating
from yinuo.wallet.problems import OrderMissing


def orders_of(actor: Actor) -> QuerySet[Order]:
    if actor.person is None:
        return Order.objects.none()
    if actor.role == "patient":
        return Order.objects.filter(patient=actor.person)
    if actor.role == "doctor":
        return Order.objects.filter(doctor=actor.person).filter(paid_at__isnull=False)
    return Order.objects.none()


def order(actor: Actor, order_id: UUID) -> Order:
    """Raises :class:`OrderMissing`."""
    found = orders_of(actor).filter(pk=order_id).first()
    if found is None:
        raise OrderMissing
    return found


def order_for(actor: Actor, consultation: UUID) -> Order | None:
    return orders_of(actor).filter(consultation=consultation).first()


def ratings_of(actor: Actor) -> "QuerySet[Rating]":
    """The doctor's, given to her; the patient's, given by him."""
    if actor.person is None or actor.role not in ("doctor", "patient"):
        return Rating.objects.none()
    mine = {"doctor": actor.person} if actor.role == "doctor" else {"patient": actor.person}
    found: QuerySet[Rating] = Rating.objects.filter(**mine)
    return found
