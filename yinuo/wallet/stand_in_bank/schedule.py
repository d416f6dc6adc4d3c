"""How the demonstration's bank behaves, payout by payout: decided by a seed, so that a run can be had again."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Plan:
    """``answer`` to the first telling: ``now``; ``lost`` (done, nobody hears); ``dropped`` (not done, nobody hears);
    ``unsure`` (done, and the bank says that it does not know); ``late`` (done, answered after the asker went away).
    ``outcome`` comes ``after`` seconds; ``calls`` say it, 0 for a lost one, 2 for a doubled one."""

    answer: str = "now"
    outcome: str = "SUCCESS"
    after: float = 2.0
    calls: int = 1


@dataclass(frozen=True)
class Schedule:
    """``calm`` for people: what happens is in the amount. ``wild`` for measuring: what happens is in the seed."""

    kind: str = "calm"
    seed: int = 1

    def plan(self, number: str, fen: int) -> Plan:
        if self.kind == "calm":
            return Plan(outcome={4: "FAIL", 8: "REFUND"}.get(fen % 10, "SUCCESS"))
        dice = Random(f"{self.seed}:{number}")  # noqa: S311 - a schedule, no secret
        return Plan(
            answer=dice.choices(("now", "lost", "dropped", "unsure", "late"), (5, 2, 2, 1, 1))[0],
            outcome=dice.choices(("SUCCESS", "FAIL", "REFUND"), (6, 3, 1))[0],
            after=dice.uniform(0, 1.5),
            calls=dice.choices((0, 1, 2), (3, 5, 2))[0],
        )
