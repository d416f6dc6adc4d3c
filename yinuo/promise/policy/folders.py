"""Four files before they are a version: judged in a folder of their own, and written whole or not at all."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from yinuo.promise.policy.lint import lint
from yinuo.promise.policy.loader import load
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.source import FILES, Finding, PolicyError

Files = Mapping[str, bytes]


class NumberTaken(Exception):
    """Somebody wrote a folder of this number in the meantime."""


def read_files(folder: Path) -> dict[str, bytes]:
    """The four files as they are stored; raises :class:`PolicyError` for one that is missing."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise PolicyError(
            *(Finding("missing_file", f"{folder.name}/{name}", "", "this file is missing") for name in missing)
        )
    return {name: (folder / name).read_bytes() for name in FILES}


def judged(
    files: Files, role: str, number: str, others: Mapping[str, str | None] | None = None
) -> tuple[Version | None, list[Finding]]:
    """The version that the files make, if they make one, and what lint finds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / role / number
        _write(files, folder)
        findings = lint(folder, others)
        try:
            return load(folder), findings
        except PolicyError as error:
            return None, findings or list(error.findings)


def checked(files: Files, role: str, number: str) -> Version:
    """The version that the files make; raises :class:`PolicyError` when lint finds anything."""
    version, findings = judged(files, role, number)
    if findings or version is None:
        raise PolicyError(*findings)
    return version


def write_whole(files: Files, role: str, number: str, root: Path) -> Path:
    """Write a version below ``root``, whole or not at all; raises :class:`NumberTaken`. Nothing edits it afterwards."""
    (root / role).mkdir(parents=True, exist_ok=True)
    folder = root / role / number
    with tempfile.TemporaryDirectory(dir=root / role, prefix=".") as made:
        draft = Path(made) / number
        _write(files, draft)
        if folder.exists():
            raise NumberTaken(f"{role} {number} was written by somebody else in the meantime")
        draft.rename(folder)
    return folder


def _write(files: Files, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
