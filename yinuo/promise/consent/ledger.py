"""The ledger's acts: confirm, grant, refuse, withdraw, come back (PIPL 14 to 16; clauses 5.4 and 7).

Each act writes an event and the seat row in one transaction. A withdrawal takes the person's lock exclusively as its
last step (house law 6): what starts after its commit sees it, what began before is finished.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from yinuo.promise.bindings import measure
from yinuo.promise.gate.locks import person_key
from yinuo.promise.gate.verdict import Actor
from yinuo.promise.models import ConsentEvent, SeatRow
from yinuo.promise.notify import notify
from yinuo.promise.policy import library
from yinuo.promise.policy.duties import asked_anew, duties
from yinuo.promise.policy.model import ItemUse, Version
from yinuo.promise.vault.persons import keys_for

QUIET = timedelta(days=30)
_HASH = re.compile(r"[0-9a-f]{64}")
Kind = ConsentEvent.Kind


class UnableToRecordConsent(Exception):
    """The act does not fit what was shown; ``sentence`` says what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


Closer = Callable[[UUID], None]
_CLOSERS: list[tuple[str, frozenset[str], Closer]] = []


def closes(purpose: str, *items: str) -> Callable[[Closer], Closer]:
    """Register what ends when a person takes back one of these items, the function or everything: it runs with the
    person's id, in the withdrawal's own transaction. The gate closes by itself and opens by itself when the person
    agrees again; this is for what must then stay closed until the person opens it.

    It holds the seat's row, and the withdrawal then waits for the person's lock: whoever takes rows that it takes
    takes the seat's first, if at all, and all of them before any capture of that person."""

    def register(closer: Closer) -> Closer:
        _CLOSERS.append((purpose, frozenset(items), closer))
        return closer

    return register


def _close(person: UUID, purpose: str | None = None, items: frozenset[str] = frozenset()) -> None:
    """Without a purpose everything was taken back."""
    for of, named, closer in _CLOSERS:
        if purpose is None or (of == purpose and named & items):
            closer(person)


@dataclass(frozen=True)
class Standing:
    """Where a person stands: versions confirmed and the latest word by purpose and item."""

    role: str
    confirmed: dict[str, str]
    grants: dict[str, dict[str, bool]]
    withdrawn: bool
    epoch: int

    def granted(self, purpose: str, item: str) -> bool:
        return not self.withdrawn and self.grants.get(purpose, {}).get(item) is True


def standing(person: UUID) -> Standing:
    seat = SeatRow.objects.get(person=person)
    return Standing(seat.role, seat.confirmed, seat.grants, seat.withdrawn, seat.epoch)


def confirm(*, actor: Actor, version: str, shown: str, policy: str = "") -> None:
    """Record that the person read and confirmed this version; ``shown`` is the hash of what the page showed,
    ``policy`` a service's own (row 0.1), else the role's.

    Refused when that is not the version in force any more (an old tab): nobody confirms what they did not see. A
    separate consent that does not cover what the version now declares is asked anew, at its own moment; so is one
    that was given under the role's policy and does not cover what a service's own now declares.
    """
    with _own_seat(actor) as seat:
        name = policy or seat.role
        in_force = _one_of_mine(seat, name)
        if seat.withdrawn and name != seat.role:
            raise UnableToRecordConsent(_("隐私授权已取消。请先在“隐私保护提示”中恢复，再确认这份政策。"))
        if (in_force.number, in_force.hash) != (version, shown):
            raise UnableToRecordConsent(_("隐私政策刚刚更新过。请看过新版再确认。"))
        seat.grants = _without_what_grew(seat, in_force)
        seat.confirmed = {**seat.confirmed, name: version}
        _event(seat, Kind.CAME_BACK if seat.withdrawn else Kind.CONFIRMED, in_force, shown)
        seat.withdrawn = False
        seat.keys = keys_for(seat)


def grant(*, actor: Actor, purpose: str, item: str, notice: str) -> None:
    """Say yes to one item for one purpose: an act of its own. ``notice`` is the hash of the clause that was shown."""
    with _own_seat(actor) as seat:
        version, _use = _declared(seat, purpose, item)
        if version.clauses[version.purposes[purpose].clause].hash != notice:
            raise UnableToRecordConsent(_("这条说明刚刚更新过。请刷新页面，阅读后再选择。"))
        _hold_to(seat, version, purpose, item)
        _say(seat, purpose, item, True)
        _event(seat, Kind.GRANTED, version, notice, purpose, item)


def refuse(*, actor: Actor, purpose: str, item: str, notice: str = "") -> None:
    """Say no when asked. Nothing asks again within 30 days unless the person taps that function. A no is taken under
    any text; what is no hash is not kept."""
    with _own_seat(actor) as seat:
        version, _use = _declared(seat, purpose, item)
        if seat.grants.get(purpose, {}).get(item) is True:
            raise UnableToRecordConsent(_("这一项已经同意过。要收回，请在“隐私保护提示”中关闭。"))
        _event(seat, Kind.REFUSED, version, notice if _HASH.fullmatch(notice) else "", purpose, item)


def withdraw(*, actor: Actor, purpose: str, item: str) -> None:
    """Take back one item for one purpose; once committed, no capture and no use that starts later succeeds."""
    with _own_seat(actor, last=_lock_exclusively) as seat:
        version = library().governing(seat.role, purpose)
        _known(seat, purpose, item)
        _say(seat, purpose, item, False)
        _event(seat, Kind.WITHDRAWN, version, "", purpose, item)
        _close(seat.person, purpose, frozenset({item}))


def withdraw_function(*, actor: Actor, purpose: str) -> None:
    """Take back every item that was granted for one purpose; each is its own event, all in one commit."""
    with _own_seat(actor, last=_lock_exclusively) as seat:
        version = library().governing(seat.role, purpose)
        granted = sorted(item for item, word in seat.grants.get(purpose, {}).items() if word)
        for item in granted:
            _say(seat, purpose, item, False)
            _event(seat, Kind.WITHDRAWN, version, "", purpose, item)
        _close(seat.person, purpose, frozenset(granted))


@measure("withdraw.at_once")
def withdraw_all(*, actor: Actor) -> None:
    """取消隐私授权: from here on only the rights themselves work; coming back is one confirmation."""
    with _own_seat(actor, last=_lock_exclusively) as seat:
        seat.withdrawn = True
        _event(seat, Kind.WITHDRAWN_ALL, library().in_force(seat.role), "")
        _close(seat.person)


def postpone(*, actor: Actor, policy: str, version: str) -> None:
    """Not now: within 30 days nothing shows this version again unasked, and the person goes on within the old one."""
    with _own_seat(actor) as seat:
        _event(seat, Kind.POSTPONED, _shown(seat, policy, version), "")


def acknowledge(*, actor: Actor, policy: str, version: str) -> None:
    """The person saw what a version changes that asks nothing of them; what they confirmed stays what it was."""
    with _own_seat(actor) as seat:
        _event(seat, Kind.TOLD, _shown(seat, policy, version), "")


def _shown(seat: SeatRow, policy: str, version: str) -> Version:
    in_force = _one_of_mine(seat, policy or seat.role)
    if in_force.number != version:
        raise UnableToRecordConsent(_("隐私政策刚刚更新过。请刷新页面，阅读新版后再选择。"))
    return in_force


def come_back(*, actor: Actor, version: str, shown: str) -> None:
    """One step back after a full withdrawal: the version in force is confirmed anew; single grants stand as they
    were before, because each was its own act."""
    confirm(actor=actor, version=version, shown=shown)


def may_ask(person: UUID, purpose: str, item: str, *, tapped: bool) -> bool:
    """May the program ask for this item now? Not when it is granted; not within 30 days of a refusal or a
    withdrawal, unless the person tapped that very function (NDSR 22)."""
    seat = SeatRow.objects.get(person=person)
    if seat.grants.get(purpose, {}).get(item) is True:
        return False
    if tapped:
        return True
    said_no = ConsentEvent.objects.filter(
        person=person, purpose=purpose, item=item, kind__in=[Kind.REFUSED, Kind.WITHDRAWN]
    )
    return not said_no.filter(at__gt=datetime.now(UTC) - QUIET).exists()


@contextmanager
def _own_seat(actor: Actor, last: Callable[[UUID], str] | None = None) -> Iterator[SeatRow]:
    """The actor's own seat, locked, saved with a new epoch, told to the gateways; ``last`` runs before the commit and
    answers when."""
    if actor.person is None:
        raise UnableToRecordConsent(_("请先登录，再作选择。"))
    with transaction.atomic():
        seat = SeatRow.objects.select_for_update().get(person=actor.person)
        yield seat
        seat.epoch += 1
        seat.save(update_fields=["confirmed", "grants", "withdrawn", "keys", "epoch"])
        at = {"withdrawn_at": last(seat.person)} if last is not None else {}
        notify({"event": "seat", "person": str(seat.person), **at})


def _lock_exclusively(person: UUID) -> str:
    """The instant, by the database's clock, from which nothing but the commit is left to do."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [person_key(person)])
        cursor.execute("select clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
        return at.isoformat()


def _one_of_mine(seat: SeatRow, policy: str) -> Version:
    """The version in force of the role's own policy, or of one that lies over it."""
    mine = (library().in_force(seat.role), *library().overlays(seat.role))
    found = next((one for one in mine if one.role == policy), None)
    if found is None:
        raise UnableToRecordConsent(_("这份专项政策现在不适用于您，无需确认。请返回上一页。"))
    return found


def to_ask_anew(role: str, confirmed: Mapping[str, str], version: Version) -> frozenset[tuple[str, str]]:
    """The separate consents, as purpose and item, that what was given before this version does not cover. Before a
    service's policy was confirmed for the first time, consents were given under the role's."""
    before = library().find(version.role, confirmed.get(version.role, ""))
    before = before or library().find(role, confirmed.get(role, ""))
    return _grown(before, version) if before is not None else frozenset()


def _grown(before: Version, after: Version) -> frozenset[tuple[str, str]]:
    return asked_anew(duties(before, after), after)


def _without_what_grew(seat: SeatRow, after: Version) -> dict[str, dict[str, bool]]:
    grown = to_ask_anew(seat.role, seat.confirmed, after)
    return {
        purpose: {item: word for item, word in words.items() if not (word and (purpose, item) in grown)}
        for purpose, words in seat.grants.items()
    }


def _declared(seat: SeatRow, purpose: str, item: str) -> tuple[Version, ItemUse]:
    version = library().governing(seat.role, purpose)
    use = version.use(purpose, item)
    if use is None or not version.purposes[purpose].offered or not use.collected:
        raise UnableToRecordConsent(_("现行隐私政策没有这一项，无需选择。请刷新页面。"))
    return version, use


def _hold_to(seat: SeatRow, version: Version, purpose: str, item: str) -> None:
    """A consent covers the clause that was shown, and whom the policy in force names as getting the item. Where either
    is another than what was confirmed, the person is asked first if it takes more; if it takes less, they are held to
    it from here on, so that a later version that takes more again has to ask. So whatever consent stands covers the
    confirmed version, and no consent needs a version of its own. What the confirmed version does not take stays closed
    until they confirm, whatever they said, and confirming asks again."""
    confirmed = library().find(version.role, seat.confirmed.get(version.role, ""))
    use = confirmed.use(purpose, item) if confirmed else None
    if confirmed is None or use is None or not use.collected or not confirmed.purposes[purpose].offered:
        return
    clause = version.clauses[version.purposes[purpose].clause]
    then = confirmed.clauses.get(clause.id)
    moved = (purpose, item) in _grown(confirmed, version) | _grown(version, confirmed)
    if then is not None and then.hash == clause.hash and not moved:
        return
    if duties(confirmed, version).ask:
        raise UnableToRecordConsent(_("这一条在新版隐私政策里有变化。请先看过并确认新版，再作选择。"))
    seat.confirmed = {**seat.confirmed, version.role: version.number}
    _event(seat, Kind.TOLD, version, clause.hash)


def _known(seat: SeatRow, purpose: str, item: str) -> None:
    """What was said before can always be taken back, also when no version in force names it any more; what no version
    ever named can't be kept as a word of this person."""
    said = item in seat.grants.get(purpose, {})
    if not said and not any(version.use(purpose, item) for version in library().versions(seat.role)):
        raise UnableToRecordConsent(_("现行隐私政策没有这一项，无需选择。请刷新页面。"))


def _say(seat: SeatRow, purpose: str, item: str, word: bool) -> None:
    seat.grants = {**seat.grants, purpose: {**seat.grants.get(purpose, {}), item: word}}


def _event(
    seat: SeatRow, kind: ConsentEvent.Kind, version: Version, notice: str, purpose: str = "", item: str = ""
) -> None:
    ConsentEvent.objects.create(
        person=seat.person,
        kind=kind,
        policy=version.role,
        version=version.number,
        purpose=purpose,
        item=item,
        notice=notice,
    )
