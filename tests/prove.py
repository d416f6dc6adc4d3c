"""The named command behind ``yinuo promises``: each row's journey passes, and fails with the row's enforcement off.

Writes ``promises.lock.json`` with the hash of ``yinuo/``, ``tests/`` and ``policies/``. Run it as ``script/prove``.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
ROWS = ("1.1a", "1.1b", "1.2", "1.s", "1.x", "1.y", "2")
FOLDER = "tests/rows"


def results(row: str, mutant: str = "") -> dict[str, str]:
    """By test name: passed, failed (an assertion of the test itself), or broken (its premises did not stand)."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        environment = dict(os.environ)
        if mutant:
            environment |= {"YINUO_TEST_MUTANT": mutant, "PYTHONPATH": str(ROOT / "tests" / "mutants")}
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", FOLDER, "--clause", row, f"--junitxml={report}"],
            cwd=ROOT,
            env=environment,
            stdout=sys.stderr,
            check=False,
        )
        if not report.exists():
            return {}
        cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - our own report
        return {f"{case.get('classname')}::{case.get('name')}": _state(case) for case in cases}


def _state(case: ElementTree.Element) -> str:
    if case.find("error") is not None or case.find("skipped") is not None:
        return "broken"
    return "passed" if case.find("failure") is None else "failed"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.runtime.django_settings")
    django.setup()
    from yinuo.promise.closure.promises import Evidence, write_record

    evidence: dict[str, Evidence] = {}
    for row in ROWS:
        plain = results(row)
        green = tuple(sorted(name for name, state in plain.items() if state == "passed"))
        mutated = results(row, mutant=row) if green and len(green) == len(plain) else {}
        killed = tuple(sorted(name for name, state in mutated.items() if state == "failed" and name in green))
        evidence[row] = Evidence(green, killed)
        print(f"{row:6} {len(green)} green of {len(plain)}, {len(killed)} fail with the enforcement off", flush=True)
    write_record(evidence)
    return 0 if all(proof.killed for proof in evidence.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
