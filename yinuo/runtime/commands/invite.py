"""``yinuo invite``: a link to one of the hospital's desks; the first administrator comes in by it."""

import argparse

from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.engine import ready


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    invite = subparsers.add_parser("invite", help="a link to one of the hospital's desks, good once")
    invite.add_argument("desk", help="such as system_administrator")
    invite.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    ready(needs_database=True)
    from django.conf import settings
    from django.urls import reverse

    from yinuo.accounts.api import Desk, invite_staff
    from yinuo.promise.gate import Actor, open_purpose
    from yinuo.runtime import caddy

    if arguments.desk not in Desk.values:
        raise CannotContinue(f"there is no desk {arguments.desk}; there are {', '.join(Desk.values)}")
    system = Actor(None, "system")
    with open_purpose(None, actor=system, door="command invite"):
        invited = invite_staff(actor=system, desk=arguments.desk)
    link = caddy.address(settings.YINUO) + reverse("accounts:join", args=[invited.token])
    print(f"{link}\ngood once, until {invited.expires_at:%Y-%m-%d %H:%M} UTC")
    return 0
