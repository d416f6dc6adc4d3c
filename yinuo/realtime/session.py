"""Who is at the other end: the pages' log-in session, looked up by the hash of the cookie's key."""

from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

from django.conf import settings

from yinuo.promise.gate import Actor
from yinuo.realtime.api import session_hash
from yinuo.realtime.registry import ROLES

# The accounts room keeps the table; here it is only read, by name, as sockets stand below the rooms.
_FIND = "select person, role, desk from accounts_session where key_hash = $1 and expires_at > now()"
_LIVING = "select key_hash from accounts_session where key_hash = any($1::text[]) and expires_at > now()"


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that was good when it was looked up; swept again and again while the socket lives."""

    person: UUID
    key_hash: str
    actor: Actor


def cookies(header: str) -> dict[str, str]:
    """The cookies of a handshake; nothing of a header that is malformed."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def hash_of_cookie(found: dict[str, str]) -> str | None:
    key = found.get(settings.SESSION_COOKIE_NAME)
    return session_hash(key) if key else None


def language_of_cookie(found: dict[str, str]) -> str:
    asked = found.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


async def find(connection: Any, key_hash: str) -> Session | None:
    """The session, unless it is over, or the person has not proven the number yet."""
    row = await connection.fetchrow(_FIND, key_hash)
    if row is None or row["person"] is None or row["role"] not in ROLES:
        return None
    person = UUID(int=row["person"].int)
    return Session(person, key_hash, Actor(person, row["role"], row["desk"]))


async def living(connection: Any, hashes: Iterable[str]) -> set[str]:
    """Those of these sessions that are still good."""
    return {row["key_hash"] for row in await connection.fetch(_LIVING, list(hashes))}
