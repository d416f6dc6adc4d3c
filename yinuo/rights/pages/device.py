"""What the policy says is kept on the device, and what this browser sent along. Clause 2."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.promise.policy import library
from yinuo.promise.policy.model import Storage

# Cookies that may be taken away without logging anybody out.
CHOICES = ("yinuo_language", "yinuo_text")


@dataclass(frozen=True)
class StoredRow:
    """``here``: this browser has it now; None where only the browser itself can tell (see the list below it)."""

    name: str
    kind: str
    purpose: str
    holds: str
    until: str
    encrypted: bool
    here: bool | None


@dataclass(frozen=True)
class DevicePage:
    role: str
    base: str
    rows: tuple[StoredRow, ...]
    undeclared: tuple[str, ...]
    may_forget: bool


def device_page(policy: str, role: str, base: str, cookies: Mapping[str, str]) -> DevicePage:
    """``policy`` is the role whose policy the reader has confirmed."""
    version = library().in_force(policy)
    rows = tuple(_row(one, cookies) for one in version.storage.values())
    declared = {one.name for one in version.storage.values() if one.kind == "cookie"}
    own = [name for name in cookies if name.startswith("yinuo_")]
    undeclared = tuple(sorted(set(own) - declared))
    return DevicePage(role, base, rows, undeclared, any(name in cookies for name in CHOICES))


def _row(one: Storage, cookies: Mapping[str, str]) -> StoredRow:
    kinds = {"cookie": "Cookie", "indexeddb": _("数据库"), "cache": _("缓存"), "service_worker": _("离线程序")}
    here = one.name in cookies if one.kind == "cookie" else None
    return StoredRow(
        one.name, kinds.get(one.kind, one.kind), one.purpose_text, one.holds, one.until, one.encrypted, here
    )
