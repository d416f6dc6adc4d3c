"""``yinuo migrate`` and ``yinuo static``: what ``yinuo up`` does before parts start; alone for several machines."""

import argparse
import sys

from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.engine import begin


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    migrate = subparsers.add_parser("migrate", help="bring the database to this build, and versions in force")
    migrate.set_defaults(run=run_migrate)
    static = subparsers.add_parser("static", help="collect the static files under hashed names")
    static.set_defaults(run=run_static)


def run_migrate(arguments: argparse.Namespace) -> int:
    begin()
    from django.conf import settings
    from django.core.management import call_command

    from yinuo.accounts.api import demonstration_accounts

    call_command("migrate", verbosity=0, interactive=False)
    if not settings.YINUO_DEMO and demonstration_accounts():
        raise CannotContinue("this database holds demonstration people; a real installation starts with none")
    if not settings.YINUO_DEMO and settings.YINUO_POLICY_IN_FORCE:
        raise CannotContinue("YINUO_POLICY and --policy are the red pen of a demonstration: publish a version instead")
    from yinuo.promise.policy import PolicyError
    from yinuo.runtime.in_force import GOES_ON, put_versions_in_force

    try:
        refused = put_versions_in_force()
    except PolicyError as problem:
        raise CannotContinue("a policy can't be read, or can't come into force:\n" + str(problem)) from None
    for finding in refused:
        sys.stderr.write(f"yinuo: {finding}\n")
    if any(finding.kind != GOES_ON for finding in refused):
        sys.stderr.write("yinuo: what stands above was refused; the version that people know stays in force\n")
    return 0


def run_static(arguments: argparse.Namespace) -> int:
    begin()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    return 0
