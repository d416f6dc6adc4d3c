"""``yinuo init``: the operator, the keys, and a recovery kit on paper."""

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path

from yinuo.runtime import recovery, settings_table
from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.engine import begin
from yinuo.runtime.places import refuse_strange

ASKED = {
    "name": "运营机构名称 (name)",
    "address": "地址 (address)",
    "phone": "联系电话 (phone)",
    "email": "联系邮箱 (e-mail)",
    "officer": "个人信息保护负责人 (privacy officer)",
    "officer_email": "负责人邮箱 (officer's e-mail)",
    "province": "省份 (province)",
}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = subparsers.add_parser("init", help="write the operator, the keys and a recovery kit on paper")
    for name, label in ASKED.items():
        init.add_argument(f"--{name.replace('_', '-')}", help=label)
    init.add_argument("--keys-only", action="store_true", help="only what is missing of the keys")
    init.add_argument("--new-kit", action="store_true", help="a new recovery kit for the keys of today")
    init.add_argument("--recover", action="store_true", help="put missing keys back with a kit's code")
    init.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = settings_table.load(os.environ)
    refuse_strange(settings.home, to_write=True)
    if arguments.recover:
        return _recover(settings.home)
    if not arguments.keys_only and not arguments.new_kit:
        _operator(arguments, settings.home)
    _keys(settings.home)
    if not arguments.keys_only:
        paper = recovery.make(settings.home, settings_table.operator(settings.home).name)
        print(f"The recovery kit stands in {paper}: print it, lock it away, delete the file.")
        print("Next: yinuo up")
    return 0


def _recover(home: Path) -> int:
    try:
        put = recovery.restore(home, input("恢复代码 (code): "))
    except recovery.WrongCode as problem:
        raise CannotContinue(str(problem)) from None
    except FileNotFoundError:
        raise CannotContinue(f"{home / 'recovery' / 'keys.sealed'} is not there; bring it from its backup.") from None
    print(f"{len(put)} keys were put back.")
    return 0


def _operator(arguments: argparse.Namespace, home: Path) -> None:
    from yinuo.runtime.installation import demonstration_mark, write_operator

    if (home / "operator.toml").exists():
        raise CannotContinue(f"{home} has an operator already; edit operator.toml there to change it.")
    if demonstration_mark(home).exists():
        raise CannotContinue(f"{home} holds a demonstration; choose another YINUO_HOME.")
    given = {entry.name: _answer(arguments, entry.name) for entry in fields(settings_table.Operator)}
    write_operator(home, settings_table.Operator(**given))


def _answer(arguments: argparse.Namespace, name: str) -> str:
    value = getattr(arguments, name) or (input(f"{ASKED[name]}: ") if sys.stdin.isatty() else "")
    if not value.strip():
        raise CannotContinue(f"--{name.replace('_', '-')} is missing: a policy names who answers for it.")
    return value.strip()


def _keys(home: Path) -> None:
    begin()
    from django.conf import settings

    from yinuo.notices.push import vapid
    from yinuo.promise.sealing.keys import create_keys

    create_keys(home, settings.YINUO_CIPHER)
    vapid.create(home / "keys")
