"""``yinuo up``: start everything, say where it is, stay until stopped."""

import argparse
import os

from yinuo.runtime import settings_table
from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.installation import prepare, refuse_production
from yinuo.runtime.places import MissingProgram, refuse_strange
from yinuo.runtime.postgres import UnableToStartPostgres
from yinuo.runtime.postgres_places import AlreadyRuns, NoBinaries
from yinuo.runtime.service_user import UnableToDropPrivileges
from yinuo.runtime.supervisor import Supervisor, UnableToGoUp, with_choices

FAILURES = (
    UnableToGoUp,
    UnableToStartPostgres,
    UnableToDropPrivileges,
    MissingProgram,
    NoBinaries,
    AlreadyRuns,
)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    up = subparsers.add_parser("up", help="start the database, pages, gateway, worker and the one port")
    up.add_argument(
        "--policy",
        metavar="role=version",
        action="append",
        default=[],
        help="put a version in force for this run, such as doctor=3.10.8 (the red pen)",
    )
    up.add_argument("--demo", action="store_true", help="fictional people, and stand-ins for what is outside")
    up.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = settings_table.load({**os.environ, **_policy(arguments.policy)})
    settings = with_choices(settings, {}, arguments.demo)
    try:
        refuse_strange(settings.home, to_write=True)
        if settings.demo:
            prepare(settings)
        else:
            refuse_production(settings)
        Supervisor(settings, lambda line: print(line, flush=True)).run()
    except FAILURES as problem:
        raise CannotContinue(str(problem)) from None
    return 0


def _policy(given: list[str]) -> dict[str, str]:
    return {"YINUO_POLICY": ",".join([os.environ.get("YINUO_POLICY", ""), *given]).strip(",")} if given else {}
