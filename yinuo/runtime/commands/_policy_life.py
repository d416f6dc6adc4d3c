"""``yinuo policy draft | publish | retract``: by the same rules as at the officer's desk."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yinuo.runtime.engine import ready

if TYPE_CHECKING:
    from yinuo.promise.policy.drafts import Judged
    from yinuo.promise.policy.record import Announcement, Draft


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    draft = actions.add_parser("draft", help="begin the next version: for the officer's desk, or in a folder to edit")
    draft.add_argument("role", nargs="?", help="doctor, patient, staff, visitor, or a service policy")
    draft.add_argument("--from", dest="source", type=Path, help="a folder with the four files; else what is in force")
    draft.add_argument("--into", type=Path, help="write the files here to edit them; nothing goes into the database")
    draft.set_defaults(run=run_draft)
    publish = actions.add_parser("publish", help="publish a draft or a folder: lint, differences, duties, notice")
    publish.add_argument("what", help="a draft's id, or a folder with the four files")
    publish.add_argument("--effective", type=date.fromisoformat, help="the day it comes into force; left out: today")
    publish.add_argument("--letters", default="", help="material changes that no text shows: b (owners), f (high risk)")
    publish.add_argument("--dry-run", action="store_true", help="say what would be owed to whom, and write nothing")
    publish.set_defaults(run=run_publish)
    retract = actions.add_parser("retract", help="take a version back, before its day or after")
    retract.add_argument("role")
    retract.add_argument("number")
    retract.set_defaults(run=run_retract)
    for action in (draft, publish, retract):
        action.add_argument("--json", action="store_true", help="for a machine")


def run_draft(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    return _answer(arguments, lambda: _drafted(arguments))


def run_publish(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    return _answer(arguments, lambda: _published(arguments))


def run_retract(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.publishing import retract

    return _answer(arguments, lambda: _told(retract(COMMAND, arguments.role, arguments.number)))


def _drafted(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.db import transaction

    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.drafts import begin, begin_from, files_in, judge
    from yinuo.promise.policy.folders import read_files

    with transaction.atomic():
        source = arguments.source
        draft = begin_from(COMMAND, read_files(source)) if source else begin(COMMAND, arguments.role or "")
        found = _owed(judge(draft))
        if arguments.into is None:
            return {"draft": str(draft.pk), **found}
        transaction.set_rollback(True)
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name, content in files_in(draft).items():
        (arguments.into / name).write_bytes(content)
    return {"folder": str(arguments.into), **found}


def _published(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.db import transaction
    from django.utils import timezone

    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.drafts import judge
    from yinuo.promise.policy.publishing import publish

    with transaction.atomic():
        draft = _draft(arguments.what)
        found = _owed(judge(draft))
        if arguments.dry_run:
            transaction.set_rollback(True)
            return found
        day = arguments.effective or timezone.localdate()
        letters = frozenset(arguments.letters)
        told = publish(COMMAND, draft.pk, revision=draft.revision, effective=day, letters=letters)
    return {**found, **_told(told)}


def _draft(what: str) -> "Draft":
    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.drafts import begin_from, find
    from yinuo.promise.policy.folders import read_files

    if Path(what).is_dir():
        return begin_from(COMMAND, read_files(Path(what)))
    try:
        return find(UUID(what))
    except ValueError:
        raise LookupError(f"{what} is neither a folder nor a draft's id") from None


def _owed(now: "Judged") -> dict[str, Any]:
    from yinuo.promise.policy.publish import persons_by_version

    owed = now.owed
    return {
        "policy": now.policy,
        "number": now.number,
        "before": now.before.number if now.before else None,
        "findings": [each.as_json() for each in now.findings],
        "asks": owed.ask if owed else True,
        "asked": [each.text for each in owed.asked] if owed else [],
        "told": [each.text for each in owed.told] if owed else [],
        "letters": sorted(owed.letters) if owed else [],
        "lessens": [each.text for each in owed.lessens] if owed else [],
        "persons": persons_by_version(now.policy),
    }


def _told(told: "Announcement") -> dict[str, Any]:
    return {
        "policy": told.policy,
        "number": told.number,
        "before": told.before or None,
        "effective": told.effective.isoformat(),
        "letters": list(told.letters),
        "hash": told.hash,
        "in_force": told.in_force_at is not None,
        "retracted": told.retracted_at is not None,
    }


def _answer(arguments: argparse.Namespace, act: Callable[[], dict[str, Any]]) -> int:
    """Print what was done; a refusal is the same sentence that the desk shows, and exit code 1."""
    from yinuo.promise.policy import PolicyError, UnknownPolicy
    from yinuo.promise.policy.problems import HasFindings, UnableToPublish
    from yinuo.runtime.cli import CannotContinue

    try:
        report = act()
    except UnableToPublish as problem:
        found = problem.findings if isinstance(problem, HasFindings) else ()
        if arguments.json:
            body = {"error": problem.code, "sentence": problem.sentence, "findings": [one.as_json() for one in found]}
            print(json.dumps(body, ensure_ascii=False, indent=1))
            return 1
        raise CannotContinue("\n".join([problem.sentence, *map(str, found)])) from None
    except (PolicyError, UnknownPolicy, LookupError) as problem:
        raise CannotContinue(str(problem)) from None
    print(json.dumps(report, ensure_ascii=False, indent=1) if arguments.json else _in_words(report))
    return 0


def _in_words(report: dict[str, Any]) -> str:
    lines = [f"{report['policy']} {report['number']}"]
    for name in ("draft", "folder", "before", "effective", "hash"):
        lines += [f"  {name}: {report[name]}"] if report.get(name) else []
    for name in ("letters", "asked", "told", "lessens"):
        lines += [f"  {name}: {each}" for each in report.get(name, [])]
    lines += [f"  {one['where']}: {one['message']}" for one in report.get("findings", [])]
    for version, count in report.get("persons", {}).items():
        lines.append(f"  {count} persons confirmed {version}")
    if "in_force" in report:
        lines.append(
            "  in force now" if report["in_force"] else "  retracted" if report["retracted"] else "  announced"
        )
    return "\n".join(lines)
