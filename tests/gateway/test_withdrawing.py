"""The gate in an open socket: withdrawals, versions, log-outs, and the order of things (house laws 2, 5 and 6)."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from tests.gateway.conftest import Pair
from tests.gateway.people import PURPOSE, Person
from tests.gateway.running import Client
from tests.waiting import IN_VAIN, wait_for
from yinuo.accounts.models import Session
from yinuo.consultations.models import Consultation, Message, Upload
from yinuo.media.models import MediaFile
from yinuo.promise.consent import come_back, grant, withdraw, withdraw_all
from yinuo.promise.gate import open_purpose
from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.promise.models import ClosedSockets, InForce
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing, shred
from yinuo.realtime.api import ConsultationChanged, InboxChanged, SessionEnded, announce, session_hash

pytestmark = pytest.mark.clause("1.2")


def taken_in(pair: Pair, who: Person) -> UUID:
    """A voice note that this party recorded for the consultation."""
    with (
        open_purpose(PURPOSE, actor=who.actor, door="test"),
        capturing(by=[who.id], about=[pair.patient.id], through="microphone"),
    ):
        media = MediaFile(
            about_id=pair.patient.id, by_id=who.id, item="voice_note", kind="sound", mime="audio/webm",
            seconds=2.5, size=10, peaks=[0, 50, 100], key=bytes(32),
        )  # fmt: skip
        media.save()
    Upload.objects.create(
        consultation_id=pair.consultation, author_id=who.id, client_id=uuid4(), kind="voice", media=media,
        taken_in_at=timezone.now(),
    )  # fmt: skip
    return UUID(str(media.pk))


def allow(who: Person, item: str) -> None:
    version = library().in_force(who.actor.role)
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    grant(actor=who.actor, purpose=PURPOSE, item=item, notice=notice)


def return_to_it(who: Person) -> None:
    version = library().in_force(who.actor.role)
    come_back(actor=who.actor, version=version.number, shown=version.hash)


def test_withdrawing_the_microphone_closes_voice_in_an_open_socket_and_text_goes_on(pair: Pair) -> None:
    before, after = taken_in(pair, pair.doctor), taken_in(pair, pair.doctor)
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        answer = doctor.sent(pair.consultation, "", kind="voice", media=before)
        assert answer["event"] == "acknowledged", answer
        heard = patient.hear("message")["media"]
        assert (heard["id"], heard["seconds"], heard["peaks"]) == (str(before), 2.5, [0, 50, 100])

        withdraw(actor=pair.doctor.actor, purpose=PURPOSE, item="voice_note")

        refused = doctor.sent(pair.consultation, "", kind="voice", media=after)
        assert (refused["event"], refused["code"], refused["clause"]) == ("refused", "grant_withdrawn", "1.2")
        assert refused["allow_url"] == "/allow/"
        assert "隐私保护提示" in refused["sentence"]
        assert doctor.sent(pair.consultation, "改用文字")["number"] == 2
        assert patient.hear("message")["text"] == "改用文字"

        allow(pair.doctor, "voice_note")
        assert doctor.sent(pair.consultation, "", kind="voice", media=after)["event"] == "acknowledged"


def test_what_was_sent_before_a_withdrawal_stays_readable_as_the_record(pair: Pair) -> None:
    with pair.open(pair.patient) as patient:
        patient.sent(pair.consultation, "夜里咳得厉害")
        withdraw_all(actor=pair.patient.actor)
        assert patient.sent(pair.consultation, "还有")["code"] == "withdrawn"
    with pair.open(pair.doctor) as doctor:
        assert doctor.hear("message")["text"] == "夜里咳得厉害"


def test_a_shredded_key_closes_the_thread_with_a_sentence(pair: Pair) -> None:
    with pair.open(pair.patient) as patient:
        patient.sent(pair.consultation, "要删除的话")
    for klass in library().in_force("patient").classes:
        shred(pair.patient.id, klass)
    with pair.open(pair.doctor) as doctor:
        heard = doctor.hear("message")
        assert heard["text"] == ""
        assert "已经删除" in heard["closed"]
        assert doctor.sent(pair.consultation, "还能写吗")["code"] == "erased"


def test_a_version_that_comes_into_force_decides_the_next_message(pair: Pair) -> None:
    """Nothing is announced here: the generation that the append function compares decides."""
    with pair.open(pair.doctor) as doctor:
        assert doctor.sent(pair.consultation, "一")["event"] == "acknowledged"
        InForce.objects.filter(role="doctor").update(number="9.9.9", generation=7)
        refused = doctor.sent(pair.consultation, "二")
        assert (refused["event"], refused["code"]) == ("refused", "no_version")
    assert Message.objects.count() == 1


def test_the_refusal_is_said_in_the_language_of_the_page(pair: Pair) -> None:
    withdraw_all(actor=pair.doctor.actor)
    with pair.running.client(pair.doctor.cookie, language="en") as doctor:
        doctor.join(pair.consultation)
        english = doctor.sent(pair.consultation, "x")
    with pair.open(pair.doctor) as doctor:
        chinese = doctor.sent(pair.consultation, "x")
    assert english["code"] == chinese["code"] == "withdrawn"
    assert "隐私授权已取消" in chinese["sentence"]


ROUNDS = 12


class Talker(threading.Thread):
    """Sends without a pause; notes what was acknowledged and what was refused."""

    def __init__(self, pair: Pair, client: Client) -> None:
        super().__init__(daemon=True)
        self.pair, self.client = pair, client
        self.acknowledged: list[int] = []
        self.refused = 0
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            for _ in range(8):
                self.client.send(self.pair.consultation, "x")
            for _ in range(8):
                said = self.client.hear("acknowledged", "refused")
                if said["event"] == "acknowledged":
                    self.acknowledged.append(said["number"])
                else:
                    self.refused += 1


@pytest.fixture
def talkers(pair: Pair) -> Iterator[list[Talker]]:
    made = [Talker(pair, pair.open(pair.patient)) for _ in range(3)]
    for talker in made:
        talker.start()
    yield made
    for talker in made:
        talker.stop.set()
        talker.join(IN_VAIN)
        assert not talker.is_alive()
        talker.client.__exit__(None, None, None)


def test_nothing_is_written_after_a_withdrawal_is_committed(pair: Pair, talkers: list[Talker]) -> None:
    """The history is linearizable: what the withdrawal's own connection sees right after its commit is all there is."""
    last_rounds: list[int] = []
    for _ in range(ROUNDS):
        wait_for(lambda: Message.objects.count() > (last_rounds[-1] if last_rounds else 0))
        withdraw_all(actor=pair.patient.actor)
        at_commit = Message.objects.count()
        refused_since(talkers, 16)
        assert Message.objects.count() == at_commit
        last_rounds.append(at_commit)
        return_to_it(pair.patient)
    assert last_rounds == sorted(set(last_rounds)), "each round has to have written something"


def refused_since(talkers: list[Talker], count: int) -> None:
    """Until each one has been refused so often from now on."""
    before = [talker.refused for talker in talkers]
    wait_for(lambda: all(one.refused > was + count for one, was in zip(talkers, before, strict=True)))


def test_a_send_waits_for_a_withdrawal_that_is_under_way(pair: Pair) -> None:
    """The lock is exclusive until the commit: the message is decided after it, not by what was seen before."""
    with pair.open(pair.patient) as patient:
        assert patient.sent(pair.consultation, "一")["number"] == 1
        with transaction.atomic():
            withdraw_all(actor=pair.patient.actor)
            name = patient.send(pair.consultation, "二")
            wait_for(lambda: waiting_for_a_lock() == 1)
        answer = patient.hear("refused", "acknowledged")
        assert (answer["event"], answer["client_id"]) == ("refused", str(name))
    assert Message.objects.count() == 1


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where locktype = 'advisory' and not granted")
        return int(cursor.fetchone()[0])


def test_the_policys_lock_is_taken_too(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.sent(pair.consultation, "一")
        with transaction.atomic(), connection.cursor() as cursor:
            InForce.objects.filter(role="doctor").update(number="9.9.9", generation=9)
            cursor.execute("select pg_advisory_xact_lock(%s)", [POLICY_KEY])
            doctor.send(pair.consultation, "二")
            wait_for(lambda: waiting_for_a_lock() == 1)
        assert doctor.hear("refused", "acknowledged")["event"] == "refused"


def test_logging_out_closes_the_sockets_of_that_session_at_once(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        Session.objects.filter(key_hash=session_hash(pair.doctor.cookie)).delete()
        announce(SessionEnded(session_hash(pair.doctor.cookie)))
        code, heard = doctor.closed()
        assert (code, heard[-1]["code"]) == (4409, "logged_out")
        patient.say("ping")
        assert patient.hear("pong")


def test_a_session_that_ended_without_a_word_is_found_by_the_sweep(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        Session.objects.filter(key_hash=session_hash(pair.doctor.cookie)).update(expires_at=timezone.now())
        pair.running.do(pair.running.gateway.sweep())
        assert doctor.closed()[0] == 4409


def test_a_client_that_has_gone_silent_is_pinged_once_and_then_cut(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        for _ in range(5):
            pair.running.do(pair.running.gateway.sweep())
            doctor.settle()
        for socket in pair.running.gateway.hub.of_person(pair.doctor.id):
            socket.heard = False
        pair.running.do(pair.running.gateway.sweep())
        assert doctor.closed()[0] in (4408, 1006)


def test_pages_announce_and_only_those_concerned_hear_it(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        doctor.say("inbox.watch")
        doctor.settle()
        announce(InboxChanged(pair.doctor.id))
        assert doctor.hear() == {"event": "inbox"}
        Consultation.objects.filter(pk=pair.consultation).update(state="ended", ended_at=timezone.now())
        announce(ConsultationChanged(pair.consultation))
        assert patient.hear() == {"event": "changed", "consultation": str(pair.consultation)}
        assert doctor.sent(pair.consultation, "再见")["code"] == "closed"
        withdraw(actor=pair.patient.actor, purpose=PURPOSE, item="voice_note")
        assert patient.hear() == {"event": "seat"}


@pytest.mark.clause("5.4")
def test_how_long_a_withdrawal_took_to_close_open_sockets_is_noted_without_whose(pair: Pair) -> None:
    with pair.open(pair.patient) as patient:
        withdraw(actor=pair.doctor.actor, purpose=PURPOSE, item="voice_note")  # nobody of theirs is here
        withdraw(actor=pair.patient.actor, purpose=PURPOSE, item="voice_note")
        assert patient.hear() == {"event": "seat"}
        wait_for(ClosedSockets.objects.exists)
        (noted,) = ClosedSockets.objects.values()
        assert set(noted) == {"id", "milliseconds"} and 0 < noted["milliseconds"] < 10_000


def test_what_a_page_writes_is_passed_on_without_a_hole(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        doctor.sent(pair.consultation, "一")
        Message.objects.create(
            consultation_id=pair.consultation, patient_id=pair.patient.id, author_id=pair.doctor.id, number=2,
            client_id=uuid4(), kind="notice", notice="revisit", sent_at=timezone.now(),
        )  # fmt: skip
        assert doctor.sent(pair.consultation, "三")["number"] == 3
        heard = [patient.hear("message") for _ in range(3)]
        assert [(one["number"], one["text"], one["notice"]) for one in heard] == [
            (1, "一", ""), (2, "医生已判断为复诊", "revisit"), (3, "三", ""),
        ]  # fmt: skip
        assert doctor.hear("message")["number"] == 2


@pytest.fixture(autouse=True)
def _connections() -> Iterator[None]:
    yield
    connections.close_all()
