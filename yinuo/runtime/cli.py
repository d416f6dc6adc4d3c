"""The ``yinuo`` command. Each module of ``commands/`` registers one or more subcommands."""

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from yinuo.runtime import commands, engine, settings_table
from yinuo.runtime.places import UnusableHome, refuse_strange
from yinuo.runtime.settings_table import WrongSetting


class CannotContinue(Exception):
    """A command ends here; the message is for the person at the terminal and says what to do next."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="yinuo", description="医诺 Yinuo: the policy that people read is the program.")
    subparsers = made.add_subparsers(dest="command", required=True, metavar="command")
    own = [entry.name for entry in pkgutil.iter_modules(commands.__path__) if not entry.name.startswith("_")]
    for module in sorted(own):
        import_module(f"{commands.__name__}.{module}").register(subparsers)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; its ``run(arguments)`` returns the exit code (None is 0)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinuo.runtime.django_settings")
    if argv is None:
        engine.own_process()
    try:
        arguments = parser().parse_args(argv)
        refuse_strange(settings_table.load().home, to_write=False)
        return int(arguments.run(arguments) or 0)
    except (CannotContinue, WrongSetting, UnusableHome) as problem:
        print(f"yinuo: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
