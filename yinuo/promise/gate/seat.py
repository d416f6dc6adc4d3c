"""The seat: all that one query brings about a person (house, "The seat row")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Seat:
    """``confirmed`` maps a policy (role or service overlay) to the version last confirmed; ``grants`` holds the
    ledger's latest word by purpose and item; ``wrapped`` the class keys under the key of the week; ``epoch`` grows
    with every change, so that a cached seat can be told from a fresh one."""

    person: UUID
    role: str
    confirmed: Mapping[str, str] = field(default_factory=dict)
    grants: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    withdrawn: bool = False
    wrapped: Mapping[str, str] = field(default_factory=dict)
    epoch: int = 0

    def word(self, purpose: str, item: str) -> bool | None:
        """The latest word on an item for a purpose: granted, taken back, or never said."""
        return self.grants.get(purpose, {}).get(item)
