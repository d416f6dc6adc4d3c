"""Who acts on a policy, and the record of it."""

from dataclasses import dataclass
from uuid import UUID

from yinuo.promise.policy.record import PolicyAct

Kind = PolicyAct.Kind
By = PolicyAct.By


@dataclass(frozen=True)
class Hand:
    """An officer by the id; or the command line, a start, the worker."""

    by: PolicyAct.By
    person: UUID | None = None

    @classmethod
    def of(cls, officer: UUID) -> "Hand":
        return cls(By.OFFICER, officer)


COMMAND, START, WORKER = Hand(By.COMMAND), Hand(By.START), Hand(By.WORKER)


def note_act(hand: Hand, kind: PolicyAct.Kind, policy: str, number: str, text_hash: str, note: str = "") -> None:
    """Write one act down, inside the transaction of the act itself."""
    PolicyAct.objects.create(
        by=hand.by, person=hand.person, kind=kind, policy=policy, number=number, hash=text_hash, note=note
    )


def acts(policy: str = "", limit: int = 100) -> list[PolicyAct]:
    """The latest acts, of one policy or of all."""
    found = PolicyAct.objects.order_by("-at")
    return list((found.filter(policy=policy) if policy else found)[:limit])
