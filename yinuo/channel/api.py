"""What the console and other rooms may ask of the health account: ids and frozen dataclasses."""

from yinuo.channel.access import NotHere, is_open
from yinuo.channel.actions import (
    approve,
    approve_answer,
    send_answer_back,
    send_back,
    take_answer_down,
    take_down,
)
from yinuo.channel.chapters import chapters_in_words
from yinuo.channel.content import article_in_words
from yinuo.channel.pages.review import (
    AnswerReview,
    ArticleReview,
    Queue,
    QueueRow,
    answer_review,
    article_review,
    picture_for_review,
    review_queue,
    sound_for_review,
)
from yinuo.channel.pages.shown import Places
from yinuo.channel.problems import MovedOn, UnableToPublish

__all__ = [
    "AnswerReview",
    "ArticleReview",
    "MovedOn",
    "NotHere",
    "Places",
    "Queue",
    "QueueRow",
    "UnableToPublish",
    "answer_review",
    "approve",
    "approve_answer",
    "article_in_words",
    "article_review",
    "chapters_in_words",
    "is_open",
    "picture_for_review",
    "review_queue",
    "send_answer_back",
    "send_back",
    "sound_for_review",
    "take_answer_down",
    "take_down",
]
