"""What a client must not get away with, and what it is told."""

import json
import socket as sockets
from contextlib import suppress
from uuid import UUID, uuid4

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.gateway.conftest import Pair
from tests.gateway.people import consultation, person
from tests.gateway.running import Client, Running
from yinuo.consultations.models import Message
from yinuo.realtime.limits import Limits

pytestmark = pytest.mark.clause("1.2")


@pytest.mark.parametrize(
    "frame",
    [
        "这不是 JSON",
        "[]",
        "null",
        "{}",
        '{"command":"consultations.erase"}',
        '{"command":"consultations.send"}',
        '{"command":"consultations.join","consultation":"nobody"}',
        '{"command":"ping","more":1}',
        '{"command":"ping"',
        "[" * 10_000,
        f'{{"command":"consultations.read","consultation":"{UUID(int=1)}","upto":-1}}',
        f'{{"command":"consultations.join","consultation":"{UUID(int=1)}","since":99999999999999}}',
    ],
)
def test_what_is_not_a_declared_command_closes_the_socket_with_a_sentence(pair: Pair, frame: str) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.socket.send(frame)
        code, heard = doctor.closed()
    assert code == 4400
    assert heard[-1]["code"] == "not_understood"
    assert heard[-1]["sentence"].endswith("。")


def test_bytes_are_not_understood(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.socket.send(b'{"command":"ping"}')
        assert doctor.closed()[0] == 4400


def test_text_that_is_not_unicode_is_not_understood(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.socket.send(b'{"command":"\xff\xfe"}', text=True)
        assert doctor.closed()[0] == 4400


@pytest.mark.parametrize("pieces", [1, 64])
def test_a_message_of_one_megabyte_is_refused_with_a_sentence(pair: Pair, pieces: int) -> None:
    frame = json.dumps({"command": "consultations.send", "text": "长" * 350_000}, ensure_ascii=False)
    step = len(frame) // pieces + 1
    with pair.open(pair.doctor) as doctor:
        parts = [frame[at : at + step] for at in range(0, len(frame), step)]
        with suppress(ConnectionClosed):
            doctor.socket.send(parts[0] if pieces == 1 else parts)
        code, heard = doctor.closed()
    assert code == 4413
    assert heard[-1]["code"] == "too_large"
    assert Message.objects.count() == 0


def test_a_frame_in_pieces_is_one_command(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.socket.send(['{"comm', 'and":"pi', 'ng"}'])
        assert doctor.hear("pong")


def test_the_largest_message_passes(pair: Pair) -> None:
    text = "药" * 5_000
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        frame = {"command": "consultations.send", "consultation": str(pair.consultation), "client_id": str(uuid4())}
        doctor.socket.send(json.dumps({**frame, "text": text}, ensure_ascii=False))
        assert patient.hear("message")["text"] == text


def test_emoji_and_right_to_left_text_come_through_as_they_are(pair: Pair) -> None:
    text = "👩🏽‍⚕️ مرحبا \u202eabc\u202c \x00 ok"
    with pair.open(pair.doctor) as doctor, pair.open(pair.patient) as patient:
        doctor.sent(pair.consultation, text)
        assert patient.hear("message")["text"] == text
        with pair.open(pair.patient) as again:
            assert again.hear("message")["text"] == text


def test_somebody_elses_consultation_and_one_that_does_not_exist_get_the_same_answer(pair: Pair) -> None:
    others = consultation(person("doctor"), person("patient"))
    with pair.open(pair.doctor) as doctor:
        answers = []
        for asked in (others, uuid4()):
            name = uuid4()
            sent = doctor.sent(asked, "有人吗", name)
            answers.append((doctor.join(asked), {**sent, "client_id": None}))
            doctor.say("consultations.read", consultation=asked, upto=1)
            assert doctor.settle() == []
        assert answers[0] == answers[1]
        assert answers[0][0]["code"] == "missing"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("state", ["waiting", "declined", "ended", "referred"])
def test_nothing_is_sent_into_a_consultation_that_is_not_going_on(pair: Pair, state: str) -> None:
    patient = person("patient")
    closed = consultation(pair.doctor, patient, state)
    with pair.running.client(patient.cookie) as client:
        assert client.join(closed)["state"] == state
        assert client.sent(closed, "还在吗")["code"] == "closed"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": " \n "}, {"text": "x", "media": UUID(int=5)}])
def test_an_empty_message_is_refused(pair: Pair, fields: dict[str, object]) -> None:
    with pair.open(pair.doctor) as doctor:
        doctor.say("consultations.send", consultation=pair.consultation, client_id=uuid4(), **fields)
        assert doctor.hear("refused")["code"] == "empty"


def test_a_picture_that_nobody_took_in_is_refused(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        assert doctor.sent(pair.consultation, "", kind="photo", media=uuid4())["code"] == "media"


def test_a_client_id_of_another_consultation_is_refused(pair: Pair) -> None:
    second = consultation(pair.doctor, person("patient"))
    with pair.open(pair.doctor) as doctor:
        doctor.join(second)
        name = uuid4()
        assert doctor.sent(pair.consultation, "一", name)["event"] == "acknowledged"
        assert doctor.sent(second, "二", name)["code"] == "reused"


def test_one_bad_entry_takes_no_good_one_down(pair: Pair) -> None:
    with pair.open(pair.doctor) as doctor:
        good = [doctor.send(pair.consultation, f"好{turn}") for turn in range(20)]
        bad = doctor.send(pair.consultation, "", kind="album", media=uuid4())
        good += [doctor.send(pair.consultation, f"也好{turn}") for turn in range(20)]
        answers = {
            one["client_id"]: one["event"] for one in (doctor.hear("acknowledged", "refused") for _ in range(41))
        }
    assert answers.pop(str(bad)) == "refused"
    assert answers == {str(name): "acknowledged" for name in good}


@pytest.mark.parametrize("cookie", [None, "", "0" * 32, "a;b", "é"])
def test_without_a_session_the_socket_closes(running: Running, cookie: str | None) -> None:
    with running.client(cookie) as client:
        code, heard = client.closed()
    assert code == 4401
    assert heard[-1]["code"] == "not_logged_in"


def test_what_is_sent_before_the_welcome_without_a_session_does_nothing(pair: Pair) -> None:
    with pair.running.client(None) as client:
        with suppress(ConnectionClosed):
            client.say("consultations.join", consultation=pair.consultation)
        code, heard = client.closed()
    assert (code, [one["event"] for one in heard]) == (4401, ["error"])


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://localhost"])
def test_another_sites_page_opens_no_socket(pair: Pair, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        pair.running.client(pair.doctor.cookie, origin=origin)
    assert refused.value.response.status_code == 403


def test_a_role_that_a_command_is_not_for_gets_the_answer_of_an_undeclared_one(pair: Pair) -> None:
    with pair.running.client(person("staff").cookie) as staff:
        staff.hear("welcome")
        staff.say("ping")
        assert staff.hear("pong")
        staff.say("consultations.join", consultation=pair.consultation)
        assert staff.closed()[0] == 4400


def test_too_fast_is_refused_in_words_and_then_closed(transactional_db: None) -> None:
    limits = Limits(rate=0.001, burst=5, patience=3)
    with Running(limits) as running:
        doctor, patient = person("doctor"), person("patient")
        pair = Pair(doctor, patient, consultation(doctor, patient), running)
        with pair.open(doctor) as client:
            answers = [client.sent(pair.consultation, str(turn)) for turn in range(7)]
            assert [one["event"] for one in answers] == ["acknowledged"] * 4 + ["refused"] * 3
            assert answers[-1]["code"] == "too_fast"
            client.send(pair.consultation, "还发")
            code, heard = client.closed()
        assert code == 4429
        assert heard[-1]["sentence"].endswith("。")
    assert Message.objects.count() == 4


def test_a_client_that_does_not_read_is_dropped_and_delays_nobody(transactional_db: None) -> None:
    limits = Limits(rate=1e6, burst=10**6, waiting=10**4, unacknowledged=10**4, pause_bytes=65_536, missed=5)
    with Running(limits) as running:
        doctor, patient = person("doctor"), person("patient")
        pair = Pair(doctor, patient, consultation(doctor, patient), running)
        with sockets.create_connection(("localhost", running.port)) as slow, pair.open(doctor) as client:
            slow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
            slow.sendall(_handshake(running, patient.cookie))
            slow.sendall(_masked({"command": "consultations.join", "consultation": str(pair.consultation)}))
            dropped = False
            for turn in range(2_000):
                assert client.sent(pair.consultation, "x" * 15_000)["number"] == turn + 1
                dropped = running.do(_sockets_of(running, patient.id)) == 0 and turn > 3
                if dropped:
                    break
            assert dropped


async def _sockets_of(running: Running, person_id: UUID) -> int:
    return len(running.gateway.hub.of_person(person_id))


def _handshake(running: Running, cookie: str) -> bytes:
    host = f"localhost:{running.port}"
    lines = [
        "GET /socket HTTP/1.1",
        f"Host: {host}",
        f"Origin: http://{host}",
        f"Cookie: yinuo_session={cookie}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _masked(command: dict[str, object]) -> bytes:
    body = json.dumps(command).encode()
    assert len(body) < 126
    return bytes((0x81, 0x80 | len(body), 0, 0, 0, 0)) + body


def test_health_is_told_and_nothing_else_is_served(running: Running) -> None:
    base = f"http://localhost:{running.port}"
    state = httpx.get(f"{base}/health").json()
    assert state["ok"] is True
    assert httpx.get(f"{base}/").status_code == 404
    assert httpx.get(f"{base}/socket").status_code == 403


def test_a_person_keeps_a_bounded_number_of_sockets(transactional_db: None) -> None:
    with Running(Limits(sockets=2)) as running:
        doctor = person("doctor")
        opened: list[Client] = []
        for _ in range(3):
            opened.append(running.client(doctor.cookie))
            opened[-1].hear("welcome")
        code, heard = opened[0].closed()
        assert (code, heard[-1]["code"]) == (4408, "too_many")
        for client in opened[1:]:
            client.say("ping")
            assert client.hear("pong")
        for client in opened:
            client.__exit__(None, None, None)
