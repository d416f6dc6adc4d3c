"""Taking a device on, letting it go, and choosing what it is woken for (clause 1.10)."""

from collections.abc import Iterable

from django.db import transaction

from yinuo.notices.access import choices_row, devices_of
from yinuo.notices.kinds import KINDS
from yinuo.notices.models import PushChoices, PushEndpoint
from yinuo.notices.push.quiet import Choices, read_clock
from yinuo.notices.push.services import PERMISSION, PURPOSE, Endpoint
from yinuo.promise.consent import withdraw_function
from yinuo.promise.gate import Actor, Source
from yinuo.promise.vault import capturing

MOST = 10


def keep_device(*, actor: Actor, session: str, endpoint: Endpoint, language: str) -> None:
    """Keep where this log-in's device is reached, in place of what was kept of it. ``session`` is the hash of the
    log-in's key. Raises ``Refused`` without a consent to this very carrier."""
    with capturing(by=[actor.who], about=[actor.who], through=PERMISSION, source=Source.AUTOMATIC):
        devices_of(actor.who).filter(session=session).delete()
        PushEndpoint(
            person_id=actor.who,
            session_id=session,
            item=endpoint.item,
            language=language,
            address=dict(endpoint.address),
        ).save(force_insert=True)
        beyond = devices_of(actor.who).order_by("-pk").values_list("pk", flat=True)[MOST:]
        devices_of(actor.who).filter(pk__in=list(beyond)).delete()


def forget_device(*, actor: Actor, session: str) -> None:
    """Let go of the device of this log-in only."""
    devices_of(actor.who).filter(session=session).delete()


def stop_pushes(*, actor: Actor) -> None:
    """The one switch, off: every consent of the function is taken back, every device and choice deleted, now."""
    with transaction.atomic():
        devices_of(actor.who).delete()
        held = choices_row(actor.who)
        if held is not None:
            held.delete()
        withdraw_function(actor=actor, purpose=PURPOSE)


def choose(*, actor: Actor, wanted: Iterable[str], since: str, until: str) -> None:
    """Keep which kinds are wanted, and the quiet hours. Raises :class:`UnableToChoose`."""
    mine = {kind.id for kind in KINDS.values() if actor.role in kind.opens}
    chosen = Choices(frozenset(mine - set(wanted)), read_clock(since), read_clock(until))
    with capturing(by=[actor.who], about=[actor.who]):
        row = choices_row(actor.who) or PushChoices(person_id=actor.who)
        row.choices = chosen.as_json()
        row.save()
