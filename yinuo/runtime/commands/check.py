"""``yinuo check``: closure, both ways; ``yinuo datamap`` and ``yinuo promises`` print what it rests on."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from yinuo.runtime.engine import ready

if TYPE_CHECKING:
    from yinuo.promise.closure.promises import Row


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, text in (
        ("check", run_check, "what no clause declares, and what nothing binds, is a finding"),
        ("datamap", run_datamap, "every personal column: item, clauses, retention class, sensitivity"),
        ("promises", run_promises, "every clause: kept, claimed or not offered, and by what evidence"),
    ):
        command = subparsers.add_parser(name, help=text)
        command.add_argument("--json", action="store_true", help="for a machine")
        command.set_defaults(run=run)
        if name == "promises":
            command.add_argument(
                "--demanded", action="store_true", help="only what the law demands and nothing proves yet; fails if any"
            )


def run_check(arguments: argparse.Namespace) -> int:
    database = ready()
    from yinuo.promise.closure.check import check

    findings = check(with_database=database)
    if arguments.json:
        _print_json({"ok": not findings, "findings": [finding.as_json() for finding in findings]})
    else:
        for finding in findings:
            print(f"{finding.kind}: {finding.where}: {finding.message} {finding.clause}".rstrip())
        print("closed: code and policies say the same" if not findings else f"{len(findings)} findings")
    return 1 if findings else 0


def run_datamap(arguments: argparse.Namespace) -> int:
    ready()
    from yinuo.promise.closure.check import data_map

    rows = data_map()
    if arguments.json:
        _print_json([row.as_json() for row in rows])
    else:
        for row in rows:
            where = f"{row.table}.{row.column}"
            print(f"{where:48} {row.item:22} {row.klass:14} {row.sensitivity:10} {', '.join(row.clauses)}")
    return 0


def run_promises(arguments: argparse.Namespace) -> int:
    ready()
    from django.utils import translation

    from yinuo.promise.closure.promises import promises

    rows = promises()
    if arguments.demanded:
        return _demanded(rows, json_wanted=arguments.json)
    if arguments.json:
        _print_json([row.as_json() for row in rows])
    else:
        for row in rows:
            print(f"{row.clause:8} {row.state:12} {row.title}")
            for proof in row.proved_by:
                print(f"{'':21} {proof}")
            with translation.override("en"):
                for gap in row.gaps:
                    print(f"{'':21} {gap.sentence()}")
    return 0


def _demanded(rows: "list[Row]", *, json_wanted: bool) -> int:
    """What keeps production from starting."""
    from yinuo.promise.closure.lawful import only_claimed

    found = only_claimed(rows)
    if json_wanted:
        _print_json([row.as_json() for row, _ in found])
    else:
        for row, law in found:
            print(f"{row.clause:8} {row.state:12} {law:10} {row.title}")
    return 1 if found else 0


def _print_json(body: object) -> None:
    json.dump(body, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
