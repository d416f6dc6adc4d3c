"""The consent that an act rests on, recorded with the act."""

from collections.abc import Iterable

from yinuo.channel.access import PURPOSE
from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor
from yinuo.promise.models import SeatRow


def hold_seat(actor: Actor) -> None:
    """One act of this person at a time. Taken before any row of the room, as a withdrawal does."""
    SeatRow.objects.select_for_update().get(person=actor.who)


def agree(actor: Actor, items: Iterable[str], notice: str) -> None:
    """Grant those of ``items`` that are not granted yet; ``notice`` is the hash of the clause that the page showed."""
    said = standing(actor.who)
    for item in items:
        if not said.granted(PURPOSE, item):
            grant(actor=actor, purpose=PURPOSE, item=item, notice=notice)
