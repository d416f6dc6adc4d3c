"""``yinuo policy``: import, show, lint, diff, strike; a policy's life (draft, publish, retract) is ``_policy_life``."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django

from yinuo.runtime import policy_import
from yinuo.runtime.commands import _policy_life
from yinuo.runtime.engine import ready

if TYPE_CHECKING:
    from yinuo.promise.policy import Finding
    from yinuo.promise.policy.strike import Strike

ROOT = Path(__file__).resolve().parents[3]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    policy = subparsers.add_parser("policy", help="the promises: import, show, lint, diff, strike, draft, publish")
    actions = policy.add_subparsers(dest="action", required=True, metavar="action")
    show = actions.add_parser("show", help="one version: its clauses and what each declares")
    show.add_argument("role")
    show.add_argument("number", nargs="?", help="the version; left out: the one in force")
    show.set_defaults(run=run_show)
    lint = actions.add_parser("lint", help="what keeps a version from being published")
    lint.add_argument("role", nargs="?", help="doctor, patient, staff, visitor, or a version's folder; left out: all")
    lint.set_defaults(run=run_lint)
    diff = actions.add_parser("diff", help="what differs between two versions, by kind and direction")
    for name in ("role", "before", "after"):
        diff.add_argument(name)
    diff.set_defaults(run=run_diff)
    strike = actions.add_parser("strike", help="strike a permission or an item from a clause of the version in force")
    strike.add_argument("role")
    strike.add_argument("clause")
    strike.add_argument("word", help="an id such as microphone, or its Chinese name")
    strike.add_argument("--apply", action="store_true", help="write the next version and put it in force")
    strike.set_defaults(run=run_strike)
    policy_import.register(actions)
    for action in (show, lint, diff, strike):
        action.add_argument("--json", action="store_true", help="for a machine")
    _policy_life.register(actions)


def _told(problem: Exception) -> Exception:
    from yinuo.runtime.cli import CannotContinue

    return CannotContinue(str(problem))


def run_show(arguments: argparse.Namespace) -> int:
    ready()
    from yinuo.promise.policy import PolicyError, UnknownPolicy, library
    from yinuo.promise.policy.outline import as_json, outline

    try:
        role, number = arguments.role, arguments.number
        version = library().get(role, number) if number else library().in_force(role)
    except (UnknownPolicy, PolicyError) as problem:
        raise _told(problem) from None
    print(json.dumps(as_json(version), ensure_ascii=False, indent=1) if arguments.json else outline(version))
    return 0


def run_lint(arguments: argparse.Namespace) -> int:
    django.setup()
    from yinuo.promise.policy import library
    from yinuo.promise.policy.lint import lint as lint_folder
    from yinuo.promise.policy.lint import lint_role
    from yinuo.promise.policy.overlays import findings_beside_base

    if arguments.role and "/" in arguments.role and Path(arguments.role).is_dir():
        return _linted(arguments, [arguments.role], lint_folder(Path(arguments.role).resolve()))
    found = []
    roles = [arguments.role] if arguments.role else library().roles()
    for role in roles:
        folders = [library().folder(role, number) for number in library().numbers(role)]
        if not folders:
            raise _told(LookupError(f"there is no policy {role}"))
        faults = lint_role([folder for folder in folders if folder is not None])
        overlays = [one for one in library().versions(role) if one.overlay_of] if not faults else []
        found += [*faults, *(each for one in overlays for each in findings_beside_base(one, library().versions))]
    return _linted(arguments, roles, found)


def _linted(arguments: argparse.Namespace, names: Sequence[str], found: "Sequence[Finding]") -> int:
    if arguments.json:
        print(
            json.dumps({"ok": not found, "findings": [each.as_json() for each in found]}, ensure_ascii=False, indent=1)
        )
    else:
        print("\n".join(str(each) for each in found) or f"{', '.join(names)}: nothing found")
    return 1 if found else 0


def run_diff(arguments: argparse.Namespace) -> int:
    django.setup()
    from yinuo.promise.policy import PolicyError, UnknownPolicy, library
    from yinuo.promise.policy.diff import as_json, diff

    try:
        before = library().get(arguments.role, arguments.before)
        after = library().get(arguments.role, arguments.after)
    except (UnknownPolicy, PolicyError) as problem:
        raise _told(problem) from None
    if arguments.json:
        print(json.dumps(as_json(before, after), ensure_ascii=False, indent=1))
    else:
        for each in diff(before, after):
            print(f"{each.direction.value:10} {each.kind:11} {each.text}")
    return 0


def run_strike(arguments: argparse.Namespace) -> int:
    connected = ready(needs_database=arguments.apply)
    from django.utils import timezone

    from yinuo.promise.policy import PolicyError, UnknownPolicy, library
    from yinuo.promise.policy.strike import UnableToStrike, plan

    today = timezone.localdate()
    try:
        stroke = plan(library(), arguments.role, arguments.clause, arguments.word, day=today)
        report = _report(stroke, connected) | (_apply(stroke) if arguments.apply else {})
    except (UnknownPolicy, PolicyError, UnableToStrike) as problem:
        raise _told(problem) from None
    print(json.dumps(report, ensure_ascii=False, indent=1) if arguments.json else _in_words(report))
    return 0


def _report(stroke: "Strike", connected: bool) -> dict[str, object]:
    from yinuo.promise.policy.evidence import doors, proving_tests
    from yinuo.promise.policy.publish import persons_who_confirmed

    words = {stroke.id, *(closing.item for closing in stroke.closes)}
    tests = proving_tests([root for root in (ROOT / "tests", ROOT / "yinuo") if root.is_dir()], stroke.clause, words)
    persons = persons_who_confirmed(stroke.role) if connected else None
    return {
        **stroke.as_json(),
        "doors": list(doors(stroke.purposes, stroke.role)),
        "persons": persons,
        "tests": [test.name for test in tests if test.names],
        "tests_of_the_clause": [test.name for test in tests if not test.names],
    }


def _apply(stroke: "Strike") -> dict[str, object]:
    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.publish import put_in_force
    from yinuo.promise.policy.shelf import policy_folders
    from yinuo.promise.policy.strike import write

    folder = write(stroke, policy_folders()[-1])
    put_in_force(stroke.role, stroke.after, by=COMMAND)
    return {"folder": str(folder), "in_force": stroke.after}


def _in_words(report: dict[str, object]) -> str:
    from yinuo.promise.policy.strike_words import in_words

    return in_words(report)
