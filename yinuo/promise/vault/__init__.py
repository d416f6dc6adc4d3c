"""Personal values: sealed at rest, opened only through the gate (house laws 3, 6, 10)."""

from yinuo.promise.columns import plain, uuid7
from yinuo.promise.vault.base import Closed, PersonalModel, Vault, reveal
from yinuo.promise.vault.capturing import capturing
from yinuo.promise.vault.fields import PersonalBytes, PersonalJSON, PersonalText
from yinuo.promise.vault.index import AlreadyHeld
from yinuo.promise.vault.persons import create_person, shred

__all__ = [
    "AlreadyHeld",
    "Closed",
    "PersonalBytes",
    "PersonalJSON",
    "PersonalModel",
    "PersonalText",
    "Vault",
    "capturing",
    "create_person",
    "plain",
    "reveal",
    "shred",
    "uuid7",
]
