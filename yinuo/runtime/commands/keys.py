"""``yinuo keys``: the week's turn of keys, by hand, and what lies under which key."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from yinuo.runtime.engine import ready


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = subparsers.add_parser("keys", help="the keys of the week")
    actions = keys.add_subparsers(dest="action", required=True)
    for name, run, text in (
        (
            "rotate",
            run_rotate,
            "begin the week, wrap and index anew, destroy retired keys; the worker does it by itself",
        ),
        ("status", run_status, "every key that exists, what lies under it, and from when it may be destroyed"),
    ):
        command = actions.add_parser(name, help=text)
        command.add_argument("--json", action="store_true", help="for a machine")
        command.set_defaults(run=run)


def run_rotate(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    from yinuo.promise.gate import Actor, open_purpose
    from yinuo.promise.vault.rotation import rotate

    with open_purpose(None, actor=Actor(None, "system"), door="command keys rotate"):
        done = rotate(datetime.now(UTC).date())
    if arguments.json:
        _print_json(asdict(done))
    else:
        print(f"week {done.week}{' began' if done.began else ''}: {done.wrapped} seats wrapped, ", end="")
        print(f"{done.indexed} values indexed, {done.waiting} waiting")
        for name in done.destroyed:
            print(f"destroyed: {name}")
    return 0


def run_status(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    from yinuo.promise.vault.rotation import status

    found = status()
    if arguments.json:
        _print_json([key.as_json() for key in found])
    else:
        for key in found:
            until = f"may be destroyed from {key.until}" if key.until else "in use"
            what = "seats" if key.kind == "week" else "digests"
            print(f"{key.kind:6} {key.week}  {key.holds:8} {what:8} {until}")
    return 0


def _print_json(body: object) -> None:
    json.dump(body, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
