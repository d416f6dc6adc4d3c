"""One sealed file: chunks of 64 KiB, each sealed and openable alone, none movable (a STREAM construction).

Layout: ``YNM1`` | 12 random bytes | chunk 0 | chunk 1 | ...   A chunk is its ciphertext and a tag of 16 bytes.
Nonce of a chunk: the random bytes XOR its number. Associated data: layout, name of the file, number, whether it
is the last one. So a chunk that was changed, swapped, repeated, taken from another file or cut off does not open.

Source: Hoang, Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from yinuo.promise.sealing.ciphers import cipher

MAGIC = b"YNM1"
NONCE = 12
HEADER = len(MAGIC) + NONCE
CHUNK = 64 * 1024
TAG = 16


class SealBroken(Exception):
    """The stored bytes are not those that were written."""


@dataclass(frozen=True)
class Name:
    """Which file this is: the id of the row (16 bytes) and which of its files. Bound into every chunk."""

    media: bytes
    part: str

    def bound(self, number: int, last: bool) -> bytes:
        return MAGIC + self.media + struct.pack(">Q?", number, last) + self.part.encode()


def sealed_length(size: int) -> int:
    return HEADER + size + TAG * _chunks(size)


def seal(content: bytes, *, key: bytes, name: Name) -> Iterator[bytes]:
    """The pieces of the sealed file, in order. ``key`` is fresh for every file."""
    base = os.urandom(NONCE)
    sealing = cipher(key)
    yield MAGIC + base
    final = _chunks(len(content)) - 1
    for number in range(final + 1):
        piece = content[number * CHUNK : (number + 1) * CHUNK]
        yield sealing.encrypt(_nonce(base, number), piece, name.bound(number, number == final))


def open_slice(file: BinaryIO, *, key: bytes, name: Name, size: int, start: int, stop: int) -> bytes:
    """``content[start:stop]`` of a file whose content has ``size`` bytes, opening only the chunks that it touches.

    Raises :class:`SealBroken`, also when the file is shorter or longer than ``size`` says.
    """
    if file.seek(0, os.SEEK_END) != sealed_length(size):
        raise SealBroken("length")
    start, stop = max(0, start), min(stop, size)
    if start >= stop:
        return b""
    file.seek(0)
    header = file.read(HEADER)
    if header[: len(MAGIC)] != MAGIC:
        raise SealBroken("layout")
    first, final = start // CHUNK, _chunks(size) - 1
    opening, base = cipher(key), header[len(MAGIC) :]
    file.seek(HEADER + first * (CHUNK + TAG))
    opened = bytearray()
    for number in range(first, (stop - 1) // CHUNK + 1):
        try:
            opened += opening.decrypt(_nonce(base, number), file.read(CHUNK + TAG), name.bound(number, number == final))
        except (InvalidTag, ValueError):
            raise SealBroken(f"chunk {number}") from None
    return bytes(opened[start - first * CHUNK : stop - first * CHUNK])


def _chunks(size: int) -> int:
    """An empty content has one empty chunk, so that it too is authenticated."""
    return max(1, -(-size // CHUNK))


def _nonce(base: bytes, number: int) -> bytes:
    return (int.from_bytes(base) ^ number).to_bytes(NONCE)
