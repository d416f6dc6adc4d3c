"""``yinuo policy import``: an existing policy as clauses, and a draft of it to annotate."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from yinuo.promise.policy.importing import Imported
    from yinuo.promise.policy.importing.result import ImportedVersion

BAD_INPUT = 2


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = actions.add_parser("import", help="an existing policy (text, web page, Markdown) as clauses")
    command.add_argument("file", type=Path)
    command.add_argument("--json", action="store_true", help="for a machine")
    command.add_argument("--write", type=Path, metavar="FOLDER", help="write a draft to annotate into a new folder")
    command.add_argument("--version", metavar="NUMBER", help="which version to write; left out: the newest")
    command.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """0, or 2 with a sentence in Chinese and English when the file can't be read as a policy."""
    django.setup()
    from yinuo.promise.policy.importing import UnableToImport, import_policy
    from yinuo.promise.policy.importing.draft import write_draft
    from yinuo.promise.policy.importing.words import in_words, written

    try:
        imported = import_policy(_content(arguments.file), arguments.file.name)
        if arguments.write:
            version = _chosen(imported, arguments.version)
            write_draft(imported, version, arguments.write)
    except UnableToImport as problem:
        sys.stderr.write(f"yinuo: {problem}\n")
        return BAD_INPUT
    if arguments.json:
        sys.stdout.write(json.dumps(imported.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(in_words(imported) + "\n")
    if arguments.write:
        sys.stderr.write(written(imported, version, arguments.write) + "\n")
    return 0


def _content(file: Path) -> bytes:
    from yinuo.promise.policy.importing.decoding import LARGEST
    from yinuo.promise.policy.importing.words import unable_to_read

    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as problem:
        raise unable_to_read(file, problem) from None


def _chosen(imported: "Imported", number: str | None) -> "ImportedVersion":
    from yinuo.promise.policy.importing.words import unknown_version

    if number is None:
        return imported.newest()
    for version in imported.versions:
        if version.number == number:
            return version
    raise unknown_version(imported, number)
