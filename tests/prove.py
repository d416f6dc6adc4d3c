"""The named command behind ``yinuo promises``: each row's journey passes, and fails with the row's enforcement off.

Writes ``promises.lock.json`` with the hash of ``yinuo/``, ``tests/`` and ``policies/``. Run it as ``script/prove``.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.product import Product
from yinuo.promise.closure.record import Evidence, write_record

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "tests/rows"
NAMED = "test_row_"
# A row is proved by the file of its name: test_row_1_1a.py is 1.1a.
ROWS = tuple(sorted(path.stem.removeprefix(NAMED).replace("_", ".") for path in (ROOT / FOLDER).glob(f"{NAMED}*.py")))


def main() -> int:
    chosen = sys.argv[1:] or ROWS
    with home_to_copy() as template:
        os.environ["PRODUCT_TEMPLATE"] = str(template)
        evidence = prove(chosen)
    if tuple(chosen) == ROWS:
        write_record(evidence)
    proved = all(proof.killed for proof in evidence.values())
    say("every row is proved" if proved else "not every row is proved")
    return 0 if proved else 1


@contextmanager
def home_to_copy() -> Iterator[Path]:
    """The product ran here once, so that each of its copies starts at once."""
    made = Product()
    try:
        made.start()
        made.stop()
        yield made.home
    finally:
        made.leave()


def prove(chosen: Sequence[str]) -> dict[str, Evidence]:
    plain = results(chosen)
    evidence: dict[str, Evidence] = {}
    for row in chosen:
        states = plain.get(row, {})
        green = named(states, "passed")
        mutated = results([row], mutant=row).get(row, {}) if green and len(green) == len(states) else {}
        killed = tuple(name for name in named(mutated, "failed") if name in green)
        evidence[row] = Evidence(green, killed)
        say(f"{row:6} {len(green)} green of {len(states)}, {len(killed)} fail with the enforcement off")
    return evidence


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def named(states: dict[str, str], state: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, found in states.items() if found == state))


def results(rows: Sequence[str], mutant: str = "") -> dict[str, dict[str, str]]:
    """By row and test name: passed, failed (an assertion of the test itself), or broken (its premises did not stand).

    With a mutant one failure is enough.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", FOLDER, "--clause", ",".join(rows), f"--junitxml={report}"]
        command += ["-o", "junit_family=xunit1"]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        if mutant:
            environment |= {"YINUO_TEST_MUTANT": mutant, "PYTHONPATH": str(ROOT / "tests" / "mutants")}
            command += ["-x", "--tb=line"]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
        if not report.exists():
            return {}
        found: dict[str, dict[str, str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - our own report
            name = f"{case.get('classname')}::{case.get('name')}"
            for mark in case.iter("property"):
                if mark.get("name") == "clause":
                    found.setdefault(str(mark.get("value")), {})[name] = _state(case)
        return found


def _state(case: ElementTree.Element) -> str:
    if case.find("error") is not None or case.find("skipped") is not None:
        return "broken"
    return "passed" if case.find("failure") is None else "failed"


if __name__ == "__main__":
    sys.exit(main())
