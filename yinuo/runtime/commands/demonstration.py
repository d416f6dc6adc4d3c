"""``yinuo demonstration``: fictional people, made by the rooms' own actions."""

import argparse

from yinuo.runtime.engine import begin


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demonstration = subparsers.add_parser("demonstration", help="make the fictional people, and list their log-ins")
    demonstration.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    begin()
    return 0
