"""When answers and calls come: at once, late, twice or never, as a seed says. What depends on it is the same whoever
asks in which order, so that a run can be had again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """``seed`` None is a service on its best day."""

    seed: int | None = None

    def calls(self, what: str) -> tuple[float, ...]:
        """After how many seconds each call about ``what`` comes; none when it is lost."""
        if self.seed is None:
            return (0.2,)
        dice = self._dice(f"calls {what}")
        kind = dice.random()
        if kind < 0.2:
            return ()
        if kind < 0.4:
            return (dice.uniform(0, 0.3), dice.uniform(0, 0.6))
        if kind < 0.6:
            return (dice.uniform(1, 3),)
        return (dice.uniform(0, 0.3),)

    def answer(self, what: str, time: int) -> tuple[float, bool]:
        """How long the ``time``-th answer about ``what`` takes, and whether it is lost on its way: what was asked is
        done all the same."""
        if self.seed is None:
            return 0.0, False
        dice = self._dice(f"answer {what} {time}")
        return dice.choice((0.0, 0.0, dice.uniform(0, 0.3))), dice.random() < 0.25

    def takes(self, what: str) -> float:
        """How many seconds a refund is on its way."""
        return 0.0 if self.seed is None else self._dice(f"takes {what}").choice((0.0, 0.0, 0.5, 2.0))

    def _dice(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {what}")  # noqa: S311 - a schedule, not a secret
