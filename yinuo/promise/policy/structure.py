"""Lint of the text's build: chapters, numbering, the order of headings, and the menu paths that the text names."""

import re
from collections.abc import Iterator

from yinuo.promise.policy.source import POLICY, PREAMBLE, Finding, RawClause, Source

CHAPTERS = tuple(str(number) for number in range(1, 9))
_PART = re.compile(r"\d+|[a-z]")
_ARROW = re.compile(r"\s*(?:→|[-―—–]+\s*>|＞|›)\s*")

Key = tuple[tuple[int, int | str], ...]


def parts(clause: str) -> tuple[str, ...]:
    """``1.12.2a`` is 1, 12, 2, a; ``3.1.4-1`` is 3, 1, 4, 1."""
    return tuple(_PART.findall(clause))


def structure_findings(source: Source) -> Iterator[Finding]:
    """Missing chapters and parents, holes in the numbering, headings out of order or of the wrong level, and clauses
    whose declarations are still to be written."""
    known = {parts(clause.id) for clause in source.clauses}
    for chapter in CHAPTERS:
        if (chapter,) not in known:
            yield Finding("missing_chapter", source.at(POLICY), chapter, f"chapter {chapter} is missing")
    levels: dict[tuple[str, ...], int] = {}
    before: tuple[str, ...] = ()
    for clause in source.clauses:
        own = parts(clause.id)
        where = source.at(POLICY, clause.line)
        yield from _numbering(clause, own, known, where)
        for block in clause.declarations:
            if not block.tables:
                message = f"clause {clause.id} is not declared yet: write what it promises, or take the block out"
                yield Finding("not_declared", source.at(POLICY, block.line), clause.id, message)
        if own[:-1] in levels and clause.level <= levels[own[:-1]]:
            message = f"the heading of {clause.id} must be deeper than that of the clause it belongs to"
            yield Finding("heading_level", where, clause.id, message)
        levels.setdefault(own, clause.level)
        if before and not _named(clause.id) and _order(own) < _order(before):
            message = f"clause {clause.id} stands after a clause that comes later"
            yield Finding("heading_order", where, clause.id, message)
        if not _named(clause.id):
            before = own


def _numbering(clause: RawClause, own: tuple[str, ...], known: set[tuple[str, ...]], where: str) -> Iterator[Finding]:
    if not clause.text.strip() and not clause.declarations and clause.id != PREAMBLE and not _has_below(own, known):
        yield Finding("empty_clause", where, clause.id, f"clause {clause.id} has no text")
    if len(own) == 1:
        if clause.id not in (PREAMBLE, *CHAPTERS):
            yield Finding("unknown_chapter", where, clause.id, f"there is no chapter {clause.id}; there are 1 to 8")
        return
    if own[:-1] not in known:
        missing = _missing_name(clause.id, own)
        yield Finding("missing_parent", where, clause.id, f"clause {clause.id} stands without its clause {missing}")
    previous = _previous(clause.id, own[-1])
    if previous is not None and (*own[:-1], previous) not in known:
        message = f"the numbering has a hole: {clause.id} stands, but the one before it ({previous}) does not"
        yield Finding("numbering_hole", where, clause.id, message)


def _previous(clause: str, last: str) -> str | None:
    """The sibling that must stand too."""
    if last.isdigit():
        return str(int(last) - 1) if int(last) > 1 else None
    return None if _named(clause) or last == "a" else chr(ord(last) - 1)


def _has_below(own: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    return any(len(other) > len(own) and other[: len(own)] == own for other in known)


def _missing_name(clause: str, own: tuple[str, ...]) -> str:
    return clause[: len(clause) - len(own[-1])].rstrip(".-")


def _named(clause: str) -> bool:
    """Letters after a dot (1.x, 3.3.s) are names: they have no order and may stand anywhere in their chapter."""
    return clause[-1].isalpha() and clause[-2] == "."


def _order(own: tuple[str, ...]) -> Key:
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in own)


def plain_path(text: str) -> str:
    """One spelling for every arrow, without blanks; 帐户 and 账户 are one word."""
    return re.sub(r"[ 　]", "", _ARROW.sub("→", text)).replace("帐", "账")


def path_findings(source: Source) -> Iterator[Finding]:
    """Each menu path of the text is declared with its kind, and each declared path stands in its clause's text."""
    declared = [
        (clause, block, path, plain_path(path["menu"]))
        for clause in source.clauses
        for block in clause.declarations
        for path in block.tables.get("path", [])
    ]
    menus = sorted({menu for *_, menu in declared}, key=len, reverse=True)
    for clause in source.clauses:
        for number, line in enumerate(clause.text.split("\n")):
            rest = plain_path(line)
            for menu in menus:
                rest = rest.replace(menu, "")
            if "→" in rest:
                shown = re.search(r"[^→，。；、（）]{0,12}→[^，。；、（）]{0,24}", rest)
                path = shown.group() if shown else rest
                message = f"the text names the menu path '{path}' without a [[path]] that gives its kind"
                at = _line_of(source, clause, number)
                yield Finding("undeclared_path", at, clause.id, message)
    for clause, block, path, menu in declared:
        if menu not in plain_path(clause.text):
            message = f"the path '{path['menu']}' is declared, but the clause's text does not name it"
            yield Finding("path_not_in_text", source.at(POLICY, block.line_of(path)), clause.id, message)


def _line_of(source: Source, clause: RawClause, number: int) -> str:
    wanted = clause.text.split("\n")[number]
    lines = clause.raw.split("\n")
    return source.at(POLICY, clause.line + lines.index(wanted)) if wanted in lines else source.at(POLICY, clause.line)
