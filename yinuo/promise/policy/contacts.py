"""Whom to turn to (clause 8), from the operator's settings."""

from dataclasses import dataclass

from yinuo.promise.policy.reading import operator_values


@dataclass(frozen=True)
class Contacts:
    """What is not set yet stays empty."""

    operator: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    officer: str = ""
    officer_email: str = ""


def contacts() -> Contacts:
    return Contacts(**operator_values())
