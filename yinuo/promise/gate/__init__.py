"""Purpose contexts and the verdict (house laws 1 to 5)."""

from yinuo.promise.gate.context import PurposeContext, current, current_or_none, open_purpose
from yinuo.promise.gate.reasons import Reason
from yinuo.promise.gate.seat import Seat
from yinuo.promise.gate.verdict import Act, Actor, Question, Refused, Verdict, decide
from yinuo.promise.policy.model import Source

__all__ = [
    "Act",
    "Actor",
    "PurposeContext",
    "Question",
    "Reason",
    "Refused",
    "Seat",
    "Source",
    "Verdict",
    "current",
    "current_or_none",
    "decide",
    "open_purpose",
]
