"""What lessens a right: of chapters 5, 7 and 8 something is gone, or worse. Such a step is never published.

A cell that widens waits for each person's confirmation, so it lessens nothing unasked. A measure or a menu path holds
for everybody at once: it can't wait, and so it can't be taken away (clause 7: 没有您的明确同意，不减少您的任何权利),
nor be moved to another chapter, from where a second version could take it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.promise.policy import words
from yinuo.promise.policy.cells import Cell, Key
from yinuo.promise.policy.delta import Delta, Wording
from yinuo.promise.policy.structure import plain_path
from yinuo.promise.policy.terms_in_words import Worse, worse

CHAPTERS = frozenset({"5", "7", "8"})


@dataclass(frozen=True)
class Lessening:
    """A right that a step would lessen; ``text`` names it, as a whole Chinese sentence."""

    key: Key
    clause: str
    text: str


def lessenings(step: Delta) -> tuple[Lessening, ...]:
    """All of them, in a fixed order."""
    found = [*_declared(step), *_worded(step)]
    return tuple(sorted(found, key=lambda each: each.key))


def is_of_rights(clause: str) -> bool:
    return clause.split(".", 1)[0] in CHAPTERS


def _declared(step: Delta) -> Iterator[Lessening]:
    added = [new for old, new in step.cells.values() if old is None and new is not None and _stands(new)]
    for key, (old, new) in step.cells.items():
        if old is None or not is_of_rights(old.clause):
            continue
        if old.kind == "measure":
            yield from _measure(key, old, new)
        elif old.kind == "path" and _is_app(old) and not _stands(new) and not _moved(old, added):
            yield Lessening(key, old.clause, _("第 %(clause)s 条的操作路径“%(path)s”没有了。") % _of(old))


def _measure(key: Key, old: Cell, new: Cell | None) -> Iterator[Lessening]:
    if new is None or not is_of_rights(new.clause):
        yield Lessening(key, old.clause, _("第 %(clause)s 条的承诺“%(path)s”没有了。") % _of(old))
    elif (how := worse([old.value], [new.value])) is not None:
        said = {
            Worse.LONGER: _("第 %(clause)s 条的承诺由“%(path)s”改为“%(new)s”，期限或步骤变多了。"),
            Worse.DROPPED: _("第 %(clause)s 条的承诺由“%(path)s”改为“%(new)s”，不再写明期限或步骤。"),
            Worse.UNCLEAR: _(
                "第 %(clause)s 条的承诺由“%(path)s”改为“%(new)s”，分不清哪个期限是哪句话的；请一次改一句。"
            ),
        }
        yield Lessening(key, old.clause, said[how] % {**_of(old), "new": new.value})


def _worded(step: Delta) -> Iterator[Lessening]:
    moved = {clause: new for clause, (old, new) in step.texts.items() if old is None and is_of_rights(clause)}
    by_title: dict[str, list[Wording]] = {}
    for new in moved.values():
        if new is not None:
            by_title.setdefault(new.title, []).append(new)
    for clause, (old, new) in step.texts.items():
        if old is None or not is_of_rights(clause):
            continue
        named = {"clause": clause, "title": old.title}
        # A clause that moved is the one of its title, and no two clauses moved into one.
        now = new or next(iter(by_title.get(old.title, [])), None)
        if new is None and now is not None:
            by_title[old.title].remove(now)
        if now is None:
            yield Lessening(("text", clause), clause, _("第 %(clause)s 条“%(title)s”没有了。") % named)
        elif (how := worse(old.words, now.words)) is not None:
            said = {
                Worse.LONGER: _("第 %(clause)s 条“%(title)s”写明的期限或步骤变多了。"),
                Worse.DROPPED: _("第 %(clause)s 条“%(title)s”不再写明原来的期限或步骤。"),
                Worse.UNCLEAR: _(
                    "第 %(clause)s 条“%(title)s”几句写明期限或步骤的话一起改了，分不清哪个是哪句的；请一次改一句。"
                ),
            }
            yield Lessening(("text", clause), clause, said[how] % named)


def _is_app(cell: Cell | None) -> bool:
    return cell is not None and cell.value == str(words.PATH_KINDS["app"])


def _stands(cell: Cell | None) -> bool:
    """A path of the app within the chapters of rights: what was moved out of them could go with the next version."""
    return _is_app(cell) and cell is not None and is_of_rights(cell.clause)


def _moved(old: Cell, added: list[Cell]) -> bool:
    """The same last step stands elsewhere and takes no more taps."""
    steps = plain_path(old.subject).split("→")
    others = [plain_path(cell.subject).split("→") for cell in added]
    return any(other[-1] == steps[-1] and len(other) <= len(steps) for other in others)


def _of(cell: Cell) -> dict[str, str]:
    return {"clause": cell.clause, "path": cell.subject}
