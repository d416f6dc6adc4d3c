"""The sealed box: an authenticated cipher over one value, bound to its place (house law 10). Pure.

A sealed value is ``format(1) | source(1) | length(1) and name of the class | nonce(12) | ciphertext and tag``. The
associated data is ``table|column|primary key`` and that head, so that a value moved to another row, or given another
source or class, does not open. The plain text is padded to 32 bytes: the length of a name would tell.
"""

import os
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag

from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.ciphers import Aead, cipher

FORMAT = 1
SOURCES = (Source.GIVEN, Source.THIRD_PARTY, Source.AUTOMATIC, Source.DERIVED)
_BLOCK = 32
_NONCE = 12


class UnableToOpen(Exception):
    """The bytes were changed, moved, or sealed under another key."""


def place(table: str, column: str, pk: UUID) -> bytes:
    """The associated data of a cell."""
    return _column(table, column) + pk.bytes


@cache
def _column(table: str, column: str) -> bytes:
    return b"%s|%s|" % (table.encode(), column.encode())


@cache
def _head(klass: str, source: Source) -> bytes:
    name = klass.encode()
    return bytes((FORMAT, SOURCES.index(source), len(name))) + name


def seal(key: bytes | Aead, plain: bytes, where: bytes, *, klass: str, source: Source = Source.GIVEN) -> bytes:
    """``key`` is the person's key of ``klass``, or the cipher made of it; ``where`` comes from
    :func:`place`."""
    head = _head(klass, source)
    padded = len(plain).to_bytes(4, "big") + plain
    padded += bytes(-len(padded) % _BLOCK)
    nonce = os.urandom(_NONCE)
    sealing = cipher(key) if isinstance(key, bytes) else key
    return head + nonce + sealing.encrypt(nonce, padded, where + head)


def unseal(key: bytes, sealed: bytes, where: bytes) -> bytes:
    """The plain bytes; raises :class:`UnableToOpen`."""
    end = _head_end(sealed)
    head, nonce, body = sealed[:end], sealed[end : end + _NONCE], sealed[end + _NONCE :]
    try:
        padded = cipher(key).decrypt(nonce, body, where + head)
    except (InvalidTag, ValueError) as error:
        raise UnableToOpen("a sealed value does not open in this place") from error
    size = int.from_bytes(padded[:4], "big")
    return padded[4 : 4 + size]


def source_of(sealed: bytes) -> Source:
    """Where the value came from (row 1.s); authenticated when the value is opened."""
    _head_end(sealed)
    return SOURCES[sealed[1]]


def class_of(sealed: bytes) -> str:
    """The retention class under whose key the value lies."""
    return sealed[3 : _head_end(sealed)].decode()


def _head_end(sealed: bytes) -> int:
    if len(sealed) < 3 or sealed[0] != FORMAT or sealed[1] >= len(SOURCES):
        raise UnableToOpen("unknown format of a sealed value")
    return 3 + sealed[2]
