"""What a person and the privacy officer can do about a request: one plain function per change."""

from yinuo.rights.actions.answering import (
    answer,
    ask_back,
    assign,
    check_identity,
    extend,
    refuse,
    take_down,
)
from yinuo.rights.actions.asking import add_words, ask, is_item, take_back

__all__ = [
    "add_words",
    "answer",
    "ask",
    "ask_back",
    "assign",
    "check_identity",
    "extend",
    "is_item",
    "refuse",
    "take_back",
    "take_down",
]
