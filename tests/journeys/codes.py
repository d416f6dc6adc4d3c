"""Reading a QR code back out of a picture: its modules, to be compared with those that an address has."""

from io import BytesIO
from itertools import groupby

from PIL import Image

BLACK = 30
FINDER = (1, 1, 3, 1, 1)


def modules_in(picture: bytes) -> list[list[bool]]:
    """The modules of the one code in a PNG, found by its three corner marks; it stands upright and is black."""
    with Image.open(BytesIO(picture)) as opened:
        grey = opened.convert("RGB").split()
        width, height = opened.size
        planes = [plane.load() for plane in grey]

    def dark(x: int, y: int) -> bool:
        return sum(plane[x, y] for plane in planes) < BLACK  # type: ignore[index,misc]

    marks = [(x, y, point) for y in range(height) for x, point in _marks([dark(x, y) for x in range(width)])]
    assert marks, "there is no code in the picture"
    point = min(point for *_, point in marks)
    left, right = min(x for x, *_ in marks), max(x for x, *_ in marks) + 7 * point
    above = min(y for x, y, _ in marks if x == left)
    while dark(left, above - 1):
        above -= 1
    side = (right - left) // point
    half = point // 2
    return [
        [dark(left + column * point + half, above + row * point + half) for column in range(side)]
        for row in range(side)
    ]


def _marks(line: list[bool]) -> list[tuple[int, int]]:
    """Where dark and light follow each other as 1:1:3:1:1 in one line, and how long the unit is."""
    runs: list[tuple[bool, int, int]] = []
    at = 0
    for dark, points in groupby(line):
        length = sum(1 for _ in points)
        runs.append((dark, at, length))
        at += length
    found = []
    for first in range(len(runs) - 4):
        five = runs[first : first + 5]
        unit = five[0][2]
        if five[0][0] and unit > 2 and tuple(run[2] for run in five) == tuple(unit * times for times in FINDER):
            found.append((five[0][1], unit))
    return found
