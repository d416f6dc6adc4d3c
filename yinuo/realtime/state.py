"""A socket's life as an explicit state machine: an illegal move names what was expected and what came."""

from enum import Enum


class SocketState(Enum):
    CONNECTING = "connecting"
    AUTHENTICATING = "authenticating"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


MOVES: dict[SocketState, frozenset[SocketState]] = {
    SocketState.CONNECTING: frozenset({SocketState.AUTHENTICATING, SocketState.CLOSED}),
    SocketState.AUTHENTICATING: frozenset({SocketState.OPEN, SocketState.CLOSING, SocketState.CLOSED}),
    SocketState.OPEN: frozenset({SocketState.CLOSING, SocketState.CLOSED}),
    SocketState.CLOSING: frozenset({SocketState.CLOSED}),
    SocketState.CLOSED: frozenset(),
}


class IllegalMove(Exception):
    """A socket was asked for a move that its state does not allow: a fault of the program."""

    def __init__(self, state: SocketState, to: SocketState) -> None:
        expected = " or ".join(sorted(name.value for name in MOVES[state])) or "no move at all"
        super().__init__(f"a socket that is {state.value} expected {expected}, got {to.value}")
        self.state = state
        self.to = to


def moved(state: SocketState, to: SocketState) -> SocketState:
    """``to``, if ``state`` allows it; raises :class:`IllegalMove`."""
    if to not in MOVES[state]:
        raise IllegalMove(state, to)
    return to
