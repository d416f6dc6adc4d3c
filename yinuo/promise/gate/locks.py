"""Advisory lock keys of the withdrawal protocol (house law 6); pages and gateway use the same ones.

A capture takes :data:`POLICY_KEY` and each person's key *shared*, in sorted order, checks in a new statement and
writes. A withdrawal takes the person's key exclusively as its last step, a publication takes the policy's.
"""

from collections.abc import Iterable
from uuid import UUID

POLICY_KEY = 0x59494E55
# One publication at a time; captures do not wait for the judging of a text, only for the version itself.
PUBLICATION_KEY = 0x59494E56


def person_key(person: UUID) -> int:
    """A signed 63-bit key. The low bits of a UUIDv7 are its random ones."""
    return -(person.int & 0x3FFF_FFFF_FFFF_FFFF) - 1


def sorted_keys(persons: Iterable[UUID]) -> list[int]:
    """Without repetition, in the one order that all takers follow."""
    return sorted({person_key(person) for person in persons})
