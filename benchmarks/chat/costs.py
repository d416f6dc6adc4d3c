"""What process trees used, from /proc; and how much of the machine somebody else used meanwhile."""

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text[text.rindex(")") + 2 :].split()


def tree(roots: Iterable[int]) -> list[int]:
    """These processes and everything below them."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) is not None:
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found, rest = [], list(roots)
    while rest:
        process = rest.pop()
        found.append(process)
        rest += children.get(process, [])
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of the living, and of their children that have ended."""
    stats = [_stat(process) for process in tree(roots)]
    return sum(sum(map(int, stat[11:15])) for stat in stats if stat is not None) / TICK


def proportional_kib(root: int) -> float:
    """Memory of one tree, shared pages divided among their users."""
    total = 0
    for process in tree([root]):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return float(total)


def machine_busy_seconds() -> float:
    """All cores together, without idling and waiting for disks; time stolen from this machine counts as busy."""
    values = list(map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:9]))
    return (sum(values) - values[3] - values[4]) / TICK
