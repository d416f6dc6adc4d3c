"""The rows that the law demands: with real people, none of them may be only claimed."""

from collections.abc import Iterable

from yinuo.promise.closure.promises import CLAIMED, Row

# Clause -> the article that demands it; PIPL is the Personal Information Protection Law.
DEMANDED = {
    "1.s": "PIPL 14",
    "1.x": "PIPL 14",
    "1.y": "PIPL 13",
    "3.1.1": "PIPL 23",
    "3.1.4-2": "PIPL 21",
    "3.2.2": "PIPL 22",
    "3.3.1": "PIPL 25",
    "4.1": "PIPL 38",
    "4.2": "PIPL 19",
    "4.3": "PIPL 51",
    "4.5": "PIPL 57",
    "5.1": "PIPL 45",
    "5.2": "PIPL 46",
    "5.3": "PIPL 47",
    "5.4": "PIPL 15",
    "5.6": "PIPL 45",
    "5.7": "PIPL 24",
    "5.8": "PIPL 50",
    "6": "PIPL 31",
    "7": "PIPL 17",
    "8": "PIPL 52",
}


def only_claimed(rows: Iterable[Row]) -> list[tuple[Row, str]]:
    """The rows that the law demands and that nothing proves yet, each with its article. A clause that is not in the
    text at all is no row here: the lint demands the chapters."""
    return [(row, DEMANDED[row.clause]) for row in rows if row.clause in DEMANDED and row.state == CLAIMED]
