"""``yinuo journal verify``: change, removal, reordering and a cut tail are found."""

import argparse
import json
import sys

from yinuo.runtime.engine import ready


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    journal = subparsers.add_parser("journal", help="the append-only journal")
    actions = journal.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="recompute every chain and compare it with every anchor")
    verify.add_argument("--json", action="store_true", help="for a machine")
    verify.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    from yinuo.promise.journal.verify import verify

    report = verify()
    if arguments.json:
        body = {
            "ok": report.ok,
            "records": report.records,
            "chains": report.chains,
            "anchors": report.anchors,
            "faults": [vars(fault) for fault in report.faults],
        }
        json.dump(body, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        for fault in report.faults:
            print(f"{fault.kind}: {fault.where}: {fault.message}")
        print(f"{report.records} records in {report.chains} chains, {report.anchors} anchors: ", end="")
        print("unbroken" if report.ok else f"{len(report.faults)} faults")
    return 0 if report.ok else 1
