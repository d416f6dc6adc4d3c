"""The promise board: each clause, kept, claimed or not offered, by what evidence, with live figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.accounts.api import clause_url
from yinuo.promise.closure.check import in_force
from yinuo.promise.closure.figures import Figures, figures
from yinuo.promise.closure.gaps import Gap
from yinuo.promise.closure.promises import CLAIMED, KEPT, NOT_OFFERED, Row, promises
from yinuo.promise.policy.model import Version
from yinuo.promise.requests.clock import days_left
from yinuo.rights.models import Request


@dataclass(frozen=True)
class BoardRow:
    """``stands`` says in words what in the program stands behind the clause; ``proofs`` are the tests' own names;
    ``missing`` says why a row is only claimed."""

    clause: str
    url: str
    title: str
    state: str
    stands: tuple[str, ...]
    measures: tuple[str, ...]
    proofs: tuple[str, ...]
    missing: tuple[Gap, ...]


@dataclass(frozen=True)
class Board:
    """``oldest`` says how the oldest open request stands with its day; nothing about whose it is."""

    rows: tuple[BoardRow, ...]
    kept: int
    claimed: int
    not_offered: int
    figures: Figures
    oldest: str
    number: str


def board() -> Board:
    version = in_force()["doctor"]
    found = _rows(version.number)
    rows = tuple(_row(one, version) for one in found)
    states = [one.state for one in found]
    return Board(
        rows,
        states.count(KEPT),
        states.count(CLAIMED),
        states.count(NOT_OFFERED),
        figures(),
        _oldest(),
        version.number,
    )


@lru_cache(maxsize=4)
def _rows(number: str) -> tuple[Row, ...]:
    """The sources of a running program do not change: they are read once for each version in force."""
    return tuple(promises())


def _row(row: Row, version: Version) -> BoardRow:
    does = {measure.id: measure.does for measure in version.clauses[row.clause].measures}
    bound = [one.removeprefix("measure ") for one in row.enforced_by if one.startswith("measure ")]
    return BoardRow(
        row.clause,
        clause_url(version, row.clause),
        row.title,
        row.state,
        tuple(_stands(row)),
        tuple(does[one] for one in bound if one in does),
        tuple(_in_words(proof) for proof in row.proved_by),
        row.gaps,
    )


def _stands(row: Row) -> Iterator[str]:
    kinds = [one.split(" ", 1)[0] for one in row.enforced_by]
    doors, fields, paths = (kinds.count(kind) for kind in ("door", "field", "path"))
    if doors:
        yield ngettext("%(n)d 个入口只为它打开", "%(n)d 个入口只为它打开", doors) % {"n": doors}
    if fields:
        yield ngettext("%(n)d 个加密的字段", "%(n)d 个加密的字段", fields) % {"n": fields}
    if paths:
        yield ngettext("%(n)d 条菜单路径走得通", "%(n)d 条菜单路径走得通", paths) % {"n": paths}


def _in_words(proof: str) -> str:
    """``tests.rows.test_row_2::test_a_cookie_is_not_sent`` as a sentence."""
    return proof.rsplit("::", 1)[-1].removeprefix("test_").replace("_", " ")


def _oldest() -> str:
    due = Request.objects.filter(state=Request.State.OPEN).order_by("due_on").values_list("due_on", flat=True).first()
    if due is None:
        return _("没有等待答复的")
    return _("有超过期限的") if days_left(due, timezone.now()) < 0 else _("都在期限之内")
