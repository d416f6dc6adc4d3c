"""Two parties talk: order, numbers, acknowledgement, several pages, coming back."""

from uuid import uuid4

import pytest
from django.db import connection

from tests.gateway.conftest import Pair
from tests.gateway.people import consultation, person
from yinuo.consultations.models import Message, ReadState

pytestmark = pytest.mark.clause("1.2")


def test_a_message_is_acknowledged_and_reaches_the_other_side(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        answer = doctor.sent(pair.consultation, "请把上次的检查单拍给我。")
        assert (answer["event"], answer["number"]) == ("acknowledged", 1)
        heard = patient.hear("message")
        assert (heard["number"], heard["text"], heard["mine"]) == (1, "请把上次的检查单拍给我。", False)
        assert heard["author"] == str(pair.doctor.id)
        assert heard["at"] == answer["at"]


def test_what_is_kept_is_sealed_and_the_journal_holds_no_text(pair: Pair) -> None:
    with pair.open(pair.patient) as patient:
        patient.sent(pair.consultation, "canary-7f3a 夜里咳嗽")
    with connection.cursor() as cursor:
        cursor.execute("select text from consultations_message")
        ((sealed,),) = cursor.fetchall()
        cursor.execute("select body, whose::text from promise_journal order by day, chain, seq")
        records = cursor.fetchall()
    assert b"canary" not in bytes(sealed)
    assert records
    assert not any("canary" in body or str(pair.patient.id) in body for body, _ in records)


def test_numbers_have_no_holes_when_both_talk_at_once(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        for turn in range(40):
            doctor.send(pair.consultation, f"d{turn}")
            patient.send(pair.consultation, f"p{turn}")
        for client, own in ((doctor, "d"), (patient, "p")):
            seen: dict[int, str] = {}
            while len(seen) < 80:
                said = client.hear("acknowledged", "message")
                seen[said["number"]] = said.get("text", own)[0]
            assert sorted(seen) == list(range(1, 81))
    assert sorted(Message.objects.values_list("number", flat=True)) == list(range(1, 81))


def test_own_messages_keep_the_order_in_which_they_were_sent(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        names = [str(doctor.send(pair.consultation, f"第{turn}句")) for turn in range(60)]
        acknowledged = [doctor.hear("acknowledged") for _ in names]
        assert [one["client_id"] for one in sorted(acknowledged, key=lambda one: one["number"])] == names
        assert [patient.hear("message")["text"] for _ in names] == [f"第{turn}句" for turn in range(60)]


def test_the_same_client_id_is_written_once_and_acknowledged_again(pair: Pair) -> None:
    name = uuid4()
    with pair.open(pair.doctor) as doctor:
        first = doctor.sent(pair.consultation, "一次", name)
        second = doctor.sent(pair.consultation, "一次", name)
    assert first == second
    assert Message.objects.count() == 1


def test_two_tabs_that_send_the_same_entry_at_once_write_it_once(pair: Pair) -> None:
    with pair.open(pair.doctor) as one, pair.open(pair.doctor) as other:
        names = [uuid4() for _ in range(30)]
        for name in names:
            one.send(pair.consultation, "同一条", name)
            other.send(pair.consultation, "同一条", name)
        answers: list[dict[str, int]] = [{}, {}]
        for heard, tab in zip(answers, (one, other), strict=True):
            while len(heard) < len(names):
                said = tab.hear("acknowledged", "refused")
                assert said["event"] == "acknowledged"
                heard[said["client_id"]] = said["number"]
        assert answers[0] == answers[1]
    assert Message.objects.count() == len(names)


def test_a_second_device_sees_what_the_first_one_sends(pair: Pair) -> None:
    with pair.open(pair.doctor) as phone, pair.open(pair.doctor) as desk:
        phone.sent(pair.consultation, "从手机发出")
        heard = desk.hear("message")
        assert (heard["mine"], heard["text"]) == (True, "从手机发出")


def test_coming_back_brings_what_was_missed_and_nothing_twice(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        for turn in range(5):
            doctor.sent(pair.consultation, f"第{turn + 1}条")
    with pair.running.client(pair.patient.cookie) as patient:
        assert patient.join(pair.consultation, since=2)["upto"] == 5
        heard = [one for one in patient.settle() if one["event"] == "message"]
        assert [(one["number"], one["text"]) for one in heard] == [(3, "第3条"), (4, "第4条"), (5, "第5条")]


def test_history_is_read_in_pages_to_its_end(pair: Pair) -> None:
    total = pair.running.limits.page + 7
    with pair.open(pair.doctor) as doctor:
        for turn in range(total):
            doctor.send(pair.consultation, str(turn))
            if turn % 100 == 99:
                while doctor.hear("acknowledged")["number"] <= turn:
                    pass
        doctor.settle()
        with pair.open(pair.patient) as patient:
            heard = [patient.hear("message")["number"] for _ in range(total)]
    assert heard == list(range(1, total + 1))


def test_receipts_tell_the_other_side_how_far_one_has_read(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        doctor.sent(pair.consultation, "读到了吗")
        patient.hear("message")
        patient.say("consultations.received", consultation=pair.consultation, upto=1)
        assert doctor.hear("receipt") == {
            "event": "receipt", "consultation": str(pair.consultation), "delivered": 1, "read": 0,
        }  # fmt: skip
        patient.say("consultations.read", consultation=pair.consultation, upto=99)
        assert doctor.hear("receipt")["read"] == 1, "nobody reads what was not written"
    row = ReadState.objects.get(person_id=pair.patient.id)
    assert (row.delivered_upto, row.read_upto) == (1, 1)
    with pair.open(pair.doctor) as again:
        assert again.hear("receipt")["read"] == 1


def test_a_watched_inbox_hears_of_a_message_in_a_thread_that_is_not_open(pair: Pair) -> None:
    with pair.running.client(pair.doctor.cookie) as doctor, pair.open(pair.patient) as patient:
        doctor.hear("welcome")
        doctor.say("inbox.watch")
        doctor.settle()
        patient.sent(pair.consultation, "您好")
        assert doctor.hear("inbox") == {"event": "inbox"}


def test_threads_of_one_doctor_do_not_mix(pair: Pair) -> None:
    another = person("patient")
    second = consultation(pair.doctor, another)
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        assert doctor.join(second)["event"] == "joined"
        with pair.running.client(another.cookie) as other:
            other.join(second)
            doctor.sent(second, "只给第二位")
            assert other.hear("message")["text"] == "只给第二位"
        assert [one for one in patient.settle() if one["event"] == "message"] == []
