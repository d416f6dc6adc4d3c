"""Which doors run for a purpose, and which tests prove a clause: what a stroke of the red pen will be heard by."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from yinuo.promise.closure.entrances import entrances

Test = ast.FunctionDef | ast.AsyncFunctionDef


def doors(purposes: Iterable[str], role: str) -> tuple[str, ...]:
    """Every URL, socket command, task and command that opens one of these purposes, and that this role may enter."""
    wanted = set(purposes)
    found = [door for door in entrances() if door.purpose in wanted and (not door.roles or role in door.roles)]
    return tuple(sorted({f"{door.kind} {door.name}" for door in found}))


@dataclass(frozen=True)
class ProvingTest:
    """``names`` says whether the test itself speaks of what is struck; the others prove the rest of the clause."""

    name: str
    names: bool


def proving_tests(roots: Iterable[Path], clause: str, words: Iterable[str]) -> tuple[ProvingTest, ...]:
    """The tests marked ``@pytest.mark.clause("<clause>")``, found by reading, not by running; first those in whose
    own lines one of ``words`` stands."""
    found: list[ProvingTest] = []
    spoken = tuple(words)
    for root in roots:
        for file in sorted(root.rglob("test_*.py")):
            source = file.read_text(encoding="utf-8")
            for name, node in _marked(ast.parse(source, str(file)), clause):
                said = f"{name}\n{ast.get_source_segment(source, node)}"
                full = f"{file.relative_to(root.parent)}::{name}"
                found.append(ProvingTest(full, any(word in said for word in spoken)))
    return tuple(sorted(found, key=lambda each: not each.names))


def _marked(tree: ast.Module, clause: str) -> Iterator[tuple[str, Test]]:
    whole = any(_marks(node.value, clause) for node in tree.body if isinstance(node, ast.Assign) and _is_mark(node))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            every = whole or _decorated(node, clause)
            for each in node.body:
                if _is_test(each) and (every or _decorated(each, clause)):
                    yield f"{node.name}::{each.name}", each
        elif _is_test(node) and (whole or _decorated(node, clause)):
            yield node.name, node


def _is_test(node: ast.stmt) -> TypeGuard[Test]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")


def _is_mark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _decorated(node: ast.ClassDef | Test, clause: str) -> bool:
    return any(_marks(decorator, clause) for decorator in node.decorator_list)


def _marks(node: ast.expr, clause: str) -> bool:
    """``pytest.mark.clause(...)`` anywhere in the expression, with this clause among its arguments."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "clause"]
    return any(isinstance(word, ast.Constant) and word.value == clause for call in named for word in call.args)
