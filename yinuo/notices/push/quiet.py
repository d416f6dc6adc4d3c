"""Quiet hours, and the kinds that a person does not want: pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from yinuo.notices.kinds import KINDS, Kind
from yinuo.notices.problems import UnableToChoose

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Choices:
    """``since`` and ``until`` are local; the same time twice means no quiet hours."""

    off: frozenset[str] = frozenset()
    since: time = time(22)
    until: time = time(7)

    def wants(self, kind: Kind) -> bool:
        return kind.id not in self.off

    def silent_until(self, kind: Kind, now: datetime) -> datetime | None:
        """When this kind may go out, or None for now. ``now`` is local."""
        if kind.urgent or not self._quiet(now.timetz().replace(tzinfo=None)):
            return None
        end = now.replace(hour=self.until.hour, minute=self.until.minute, second=0, microsecond=0)
        return end if end > now else end + timedelta(days=1)

    def _quiet(self, clock: time) -> bool:
        if self.since <= self.until:
            return self.since <= clock < self.until
        return clock >= self.since or clock < self.until

    def as_json(self) -> dict[str, object]:
        return {"off": sorted(self.off), "since": f"{self.since:%H:%M}", "until": f"{self.until:%H:%M}"}


def from_json(held: Mapping[str, object]) -> Choices:
    """What was kept; a kind that is no more is left out."""
    off = held.get("off", ())
    names = frozenset(str(one) for one in off) if isinstance(off, list) else frozenset()
    return Choices(names & frozenset(KINDS), read_clock(str(held["since"])), read_clock(str(held["until"])))


def choices_in_words(held: Mapping[str, object]) -> str:
    """Which kinds are off, and the quiet hours."""
    chosen = from_json(held)
    off = "、".join(str(KINDS[kind].does) for kind in sorted(chosen.off)) or _("无")
    hours = "" if chosen.since == chosen.until else f"{chosen.since:%H:%M}–{chosen.until:%H:%M}"
    return _("关闭的提醒：%(off)s；免打扰：%(hours)s") % {"off": off, "hours": hours or _("无")}


def read_clock(typed: str) -> time:
    """22:00; a colon may be a Chinese one."""
    found = _CLOCK.fullmatch(typed.strip().replace("：", ":"))
    if found is None:
        raise UnableToChoose
    return time(int(found[1]), int(found[2]))
