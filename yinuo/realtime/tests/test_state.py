"""A socket's life."""

from itertools import pairwise, product

import pytest

from yinuo.realtime.state import MOVES, IllegalMove, SocketState, moved

S = SocketState


def test_a_socket_can_live_its_whole_life() -> None:
    for now, then in pairwise([S.CONNECTING, S.AUTHENTICATING, S.OPEN, S.CLOSING, S.CLOSED]):
        assert moved(now, then) is then


@pytest.mark.parametrize(("now", "then"), [pair for pair in product(S, S) if pair[1] not in MOVES[pair[0]]])
def test_an_illegal_move_names_what_was_expected_and_what_came(now: SocketState, then: SocketState) -> None:
    with pytest.raises(IllegalMove) as refused:
        moved(now, then)
    said = str(refused.value)
    assert f"is {now.value} expected" in said
    assert said.endswith(f"got {then.value}")
    assert all(expected.value in said for expected in MOVES[now])


def test_nothing_leaves_the_closed_state() -> None:
    assert MOVES[S.CLOSED] == frozenset()
    assert all(S.CLOSED in moves for state, moves in MOVES.items() if state is not S.CLOSED)
