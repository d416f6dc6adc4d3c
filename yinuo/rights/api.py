"""What other rooms and the console may ask of the rights: ids and frozen dataclasses."""

from yinuo.rights.access import NotHere
from yinuo.rights.actions import answer, ask_back, assign, check_identity, extend, refuse, take_down
from yinuo.rights.actions.answering import recognised_person
from yinuo.rights.models import Request
from yinuo.rights.pages.requests import RequestPage, RequestRow, desk, desk_request, grounds, officer_words
from yinuo.rights.problems import NobodyFound, UnableToAsk

KINDS = tuple(Request.Kind.choices)

__all__ = [
    "KINDS",
    "NobodyFound",
    "NotHere",
    "RequestPage",
    "RequestRow",
    "UnableToAsk",
    "answer",
    "ask_back",
    "assign",
    "check_identity",
    "desk",
    "desk_request",
    "extend",
    "grounds",
    "officer_words",
    "recognised_person",
    "refuse",
    "take_down",
]
