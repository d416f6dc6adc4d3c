"""The evidence behind ``yinuo promises``: journeys that passed, and failed with the enforcement off; no Django here."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RECORD = ROOT / "promises.lock.json"
HASHED = ("yinuo", "tests", "policies")


@dataclass(frozen=True)
class Evidence:
    """``green`` are the journey tests that passed; ``killed`` those of them that failed with the enforcement off."""

    green: tuple[str, ...]
    killed: tuple[str, ...]


def tree_hash(root: Path = ROOT) -> str:
    """One hash over the program, its tests and its policies; generated files do not count."""
    digest = hashlib.sha256()
    for folder in HASHED:
        for path in sorted((root / folder).rglob("*")):
            generated = path.suffix in {".pyc", ".mo"} or "__pycache__" in path.parts or ".hypothesis" in path.parts
            if path.is_file() and not generated:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_record(path: Path = RECORD) -> dict[str, Evidence]:
    """The evidence by clause; empty when there is none for this very tree."""
    if not path.exists():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if record.get("hash") != tree_hash():
        return {}
    return {
        clause: Evidence(tuple(row["green"]), tuple(row["killed"])) for clause, row in record.get("rows", {}).items()
    }


def write_record(rows: dict[str, Evidence], path: Path = RECORD) -> None:
    body = {
        "hash": tree_hash(),
        "rows": {clause: {"green": list(e.green), "killed": list(e.killed)} for clause, e in sorted(rows.items())},
    }
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
