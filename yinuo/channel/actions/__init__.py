"""One function a change: the author's, the readers', the desk's, and the worker's."""

from yinuo.channel.actions.answering import (
    answer_question,
    decline_question,
    put_answer_back,
    take_answer_offline,
)
from yinuo.channel.actions.asking import ask_question, forget_question
from yinuo.channel.actions.following import follow, unfollow
from yinuo.channel.actions.offline import bring_back, discard, put_back, take_offline
from yinuo.channel.actions.publishing import publish_due, purge_discarded
from yinuo.channel.actions.reading import note_read
from yinuo.channel.actions.reviewing import (
    approve,
    approve_answer,
    send_answer_back,
    send_back,
    take_answer_down,
    take_down,
)
from yinuo.channel.actions.submitting import recall, submit
from yinuo.channel.actions.talking import keep_chapters, keep_talk, remove_talk, require_talk
from yinuo.channel.actions.writing import add_picture, begin, remove_picture, save_draft

__all__ = [
    "add_picture",
    "answer_question",
    "approve",
    "approve_answer",
    "ask_question",
    "begin",
    "bring_back",
    "decline_question",
    "discard",
    "follow",
    "forget_question",
    "keep_chapters",
    "keep_talk",
    "note_read",
    "publish_due",
    "purge_discarded",
    "put_answer_back",
    "put_back",
    "recall",
    "remove_picture",
    "remove_talk",
    "require_talk",
    "save_draft",
    "send_answer_back",
    "send_back",
    "submit",
    "take_answer_down",
    "take_answer_offline",
    "take_down",
    "take_offline",
    "unfollow",
]
