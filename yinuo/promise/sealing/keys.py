"""Keys: a data key per person and retention class, wrapped by the key of the week (house law 10).

Week keys, index keys and the anchor's signing key are files in ``<home>/keys``, outside the database and its
backups. A wrapped key is ``week(7) | nonce(12) | ciphertext``, base64 in the seat row, bound to person and class.
"""

import base64
import os
import secrets
from collections import OrderedDict
from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from yinuo.promise.sealing.ciphers import cipher, new_key

CIPHER = "aes-256-gcm"
_MAC_BYTES = 32
RETIRED_FOR = timedelta(days=7)
_CACHED = 10_000


class UnableToUnwrap(Exception):
    """The key of that week is gone (destroyed after its term), or the wrapped key was changed."""


class MissingKeys(Exception):
    """The keys folder holds no key that is needed; ``yinuo init`` or ``yinuo keys rotate`` makes them."""


def week_of(day: date) -> str:
    """The ISO week as seven characters, ``2026W48``."""
    year, week, _ = day.isocalendar()
    return f"{year}W{week:02d}"


def last_day(week: str) -> date:
    """The Sunday of an ISO week."""
    return date.fromisocalendar(int(week[:4]), int(week[5:]), 7)


def create_keys(home: Path, name: str = CIPHER) -> None:
    """Make the folder with this week's keys and the anchor key, where they do not exist yet."""
    KeyRing(home / "keys", name).begin_week(week_of(datetime.now(UTC).date()))
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    write_new(home / "keys" / "anchor.key", private)
    write_new(home / "keys" / "secret.key", base64.urlsafe_b64encode(os.urandom(_MAC_BYTES)))


def write_new(path: Path, content: bytes) -> None:
    """Write a key file that nobody else reads, unless there is one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)  # the first of two starters wins; nobody's key is written over
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


class KeyRing:
    """The keys of one folder, read on demand. One instance a process; safe between threads.

    ``name`` is the cipher that new keys are for; those that are there already stay what they are.
    """

    def __init__(self, folder: Path, name: str = CIPHER) -> None:
        self.folder, self._cipher = folder, name
        self._read: dict[Path, bytes] = {}
        self._unwrapped: OrderedDict[str, bytes] = OrderedDict()

    def weeks(self, kind: str = "week") -> list[str]:
        """The generations that exist, oldest first."""
        return sorted(path.stem for path in (self.folder / kind).glob("*.key"))

    def current(self, kind: str = "week") -> str:
        weeks = self.weeks(kind)
        if not weeks:
            raise MissingKeys(f"no {kind} key in the keys folder; run `yinuo init`")
        return weeks[-1]

    def index_key(self, generation: str) -> bytes:
        return self._key(self.folder / "index" / f"{generation}.key")

    def anchor_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._key(self.folder / "anchor.key"))

    def new_wrapped(self, person: UUID, klass: str) -> str:
        """A fresh class key, wrapped."""
        return self.wrap(self.new_key(), person, klass)

    def new_key(self) -> bytes:
        return new_key(self._cipher)

    def wrap(self, key: bytes, person: UUID, klass: str) -> str:
        week = self.current()
        nonce = os.urandom(12)
        body = cipher(self._key(self.folder / "week" / f"{week}.key")).encrypt(nonce, key, _bound(person, klass))
        return base64.b64encode(week.encode() + nonce + body).decode()

    def unwrap(self, wrapped: str, person: UUID, klass: str) -> bytes:
        """The class key; raises :class:`UnableToUnwrap`. Cached by its wrapped form, so a shredded key that is
        gone from the seat row is not found here either."""
        name = f"{person.hex}{klass}{wrapped}"
        cached = self._unwrapped.get(name)
        if cached is not None:
            return cached
        raw = base64.b64decode(wrapped)
        week, nonce, body = raw[:7].decode(), raw[7:19], raw[19:]
        try:
            kek = self._key(self.folder / "week" / f"{week}.key")
            key = cipher(kek).decrypt(nonce, body, _bound(person, klass))
        except (MissingKeys, InvalidTag) as error:
            raise UnableToUnwrap(f"the key of week {week} does not open this class key") from error
        self._unwrapped[name] = key
        if len(self._unwrapped) > _CACHED:
            self._unwrapped.popitem(last=False)
        return key

    def week_of_wrapped(self, wrapped: str) -> str:
        return base64.b64decode(wrapped)[:7].decode()

    def begin_week(self, week: str) -> None:
        """Make the keys of a new week; older ones stay until :meth:`destroy_retired`."""
        write_new(self.folder / "week" / f"{week}.key", self.new_key())
        write_new(self.folder / "index" / f"{week}.key", os.urandom(_MAC_BYTES))

    def destroy_retired(self, today: date, in_use: Container[str] = ()) -> list[str]:
        """Destroy the keys of weeks that ended more than seven days ago; returns their names.

        ``in_use`` names those that something still lies under (``week/2026W48``): they wait for the next run. The
        newest key of a kind is never destroyed.
        """
        gone = []
        for kind in ("week", "index"):
            for week in self.weeks(kind)[:-1]:
                name = f"{kind}/{week}"
                if today > last_day(week) + RETIRED_FOR and name not in in_use:
                    path = self.folder / kind / f"{week}.key"
                    path.write_bytes(bytes(path.stat().st_size))
                    path.unlink()
                    gone.append(name)
        self._unwrapped.clear()
        return gone

    def _key(self, path: Path) -> bytes:
        """Read once, but looked for each time: a key that another process destroyed is forgotten here too."""
        try:
            path.stat()
            key = self._read.get(path) or path.read_bytes()
        except FileNotFoundError as error:
            self._read.pop(path, None)
            raise MissingKeys(f"the key {path.name} is not there") from error
        self._read[path] = key
        return key


def _bound(person: UUID, klass: str) -> bytes:
    return person.bytes + klass.encode()
