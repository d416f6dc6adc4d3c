"""What keeps a clause from being kept, one reason each: computed from the code and the record, never typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.promise.closure.inventory import Inventory
from yinuo.promise.closure.record import Evidence
from yinuo.promise.policy.model import Clause, Version

_CITED = re.compile(r"\d+(?:\.\d+[a-z]?)+")


@dataclass(frozen=True)
class Gap:
    """``kind`` is unbound, measure, waits, path, unproved or unheard; ``what`` is a measure or a menu path."""

    kind: str
    what: str = ""
    clause: str = ""

    def lead(self) -> str:
        """What is said of it; ``what`` follows in the policy's own words."""
        said = {
            "unbound": _("程序里还没有东西来做到它。"),
            "measure": _("程序里还没有做到："),
            "waits": _("要等第 %(clause)s 条的功能：") % {"clause": self.clause},
            "path": _("还没有这一页："),
            "unproved": _("这一版程序还没有跑过证明它的测试。"),
            "unheard": _("关掉做到它的那段程序，测试没有发现，所以不算证明。"),
        }
        return said[self.kind]

    def sentence(self) -> str:
        return f"{self.lead()}{self.what}"


def gaps(
    clause: Clause, version: Version, held: Inventory, bound: tuple[str, ...], proof: Evidence | None
) -> tuple[Gap, ...]:
    """None means kept. What is not built yet comes first, what is not proved last."""
    found = [*_measures(clause, version, held), *_paths(clause, version.role, held)]
    if not bound and not found:
        found.append(Gap("unbound"))
    if proof is None or not proof.green:
        found.append(Gap("unproved"))
    elif not proof.killed:
        found.append(Gap("unheard"))
    return tuple(found)


def _measures(clause: Clause, version: Version, held: Inventory) -> Iterator[Gap]:
    for measure in clause.measures:
        if measure.id in held.measures:
            continue
        waited = [cited for cited in _CITED.findall(measure.does) if _not_offered(cited, version)]
        yield Gap("waits", measure.does, waited[0]) if waited else Gap("measure", measure.does)


def _paths(clause: Clause, role: str, held: Inventory) -> Iterator[Gap]:
    menu = {entry.name for entry in held.menu if entry.kind == role}
    for path in clause.paths:
        if path.kind == "app" and path.menu not in menu:
            yield Gap("path", path.menu)


def _not_offered(id_: str, version: Version) -> bool:
    clause = version.clauses.get(id_)
    offered = [version.purposes[one].offered for one in clause.purposes] if clause else []
    return bool(offered) and not any(offered)
