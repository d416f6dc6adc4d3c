"""Which pair of versions judges a question: the one place where pages and gateway learn of overlays (row 0.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from yinuo.promise.bindings import measure
from yinuo.promise.gate.seat import Seat
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.overlays import Find, governing


@dataclass(frozen=True)
class Pair:
    """A policy's version in force, and the one of that same policy that the person confirmed last."""

    in_force: Version | None = None
    confirmed: Version | None = None


@dataclass(frozen=True)
class Policies:
    """``numbers`` are the versions in force by policy, read in the same statement as the seat."""

    seat: Seat
    numbers: Mapping[str, str]
    find: Find

    @measure("policy.overlay_prevails")
    def pair(self, purpose: str | None = None) -> Pair:
        """Inside a service with a policy of its own that policy alone; everywhere else, and for the rights, the
        role's. Who has not confirmed the overlay has confirmed nothing inside the service, and lost nothing outside."""
        role = self.seat.role
        name = governing(role, purpose, self.numbers, self.find) if purpose else role
        number, then = self.numbers.get(name), self.seat.confirmed.get(name)
        return Pair(self.find(name, number) if number else None, self.find(name, then) if then else None)
