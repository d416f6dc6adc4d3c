"""What authors, the desk and readers do, in one line each."""

import re
from typing import Any
from uuid import UUID

from django.test import Client

from yinuo.channel.access import PUBLISHED_ITEMS
from yinuo.channel.demonstration import SAMPLES, notice_of
from yinuo.channel.models import Article, Draft, Revision
from yinuo.promise.consent import come_back as confirm_again
from yinuo.promise.consent import grant, standing, withdraw, withdraw_all, withdraw_function
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library

HOME = "/doctor/channel/"
WRITTEN = SAMPLES[0].content.kept()
CHECKS = {"sources_checked": "1", "no_advertising": "1", "labelled": "1"}
ANSWER_CHECKS = {"nobody_recognisable": "1", "no_advertising": "1"}


def begun(author: Client) -> UUID:
    answer = author.post(f"{HOME}new/")
    assert answer.status_code == 302
    return UUID(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])


def save(author: Client, article: UUID, *, version: int = 0, **changes: Any) -> Any:
    seen = version or Draft.objects.get(article=article).version
    return author.post(f"{HOME}{article}/", {**WRITTEN, "version": seen, "keep": "1", **changes})


def submit(author: Client, article: UUID, **changes: Any) -> Any:
    said = {"version": Draft.objects.get(article=article).version, "notice": notice_of("doctor"), "agree": "1"}
    return author.post(f"{HOME}{article}/submit/", {**said, "when": "now", **changes})


def handed_in(author: Client, **changes: Any) -> UUID:
    article = begun(author)
    assert save(author, article, **changes).status_code == 302
    assert submit(author, article).status_code == 302
    return article


def revision(article: UUID) -> UUID:
    return UUID(str(Revision.objects.filter(article=article).latest("submitted_at").pk))


def decide(desk: Client, article: UUID, act: str = "approve", **said: str) -> Any:
    return desk.post(f"/console/channel/articles/{revision(article)}/{act}/", {**CHECKS, **said})


def published(author: Client, desk: Client, **changes: Any) -> UUID:
    article = handed_in(author, **changes)
    assert decide(desk, article).status_code == 302
    assert Article.objects.get(pk=article).public_id is not None
    return article


def allow(person: UUID, item: str, role: str = "doctor") -> None:
    grant(actor=Actor(person, role), purpose="channel", item=item, notice=notice_of(role))


def take_back(person: UUID, item: str, role: str = "doctor") -> None:
    withdraw(actor=Actor(person, role), purpose="channel", item=item)


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def withdraw_name(doctor: UUID) -> None:
    """The name taken back where the hospital needs it: the qualification does not stand any more."""
    withdraw(actor=Actor(doctor, "doctor"), purpose="credentials.qualification", item="name")


def lose_consent(doctor: UUID, how: str) -> None:
    """One item, the whole function, or everything."""
    actor = Actor(doctor, "doctor")
    if how == "all":
        withdraw_all(actor=actor)
    elif how == "function":
        withdraw_function(actor=actor, purpose="channel")
    else:
        take_back(doctor, "channel_text" if how == "text" else how)


def come_back(doctor: UUID) -> None:
    """Everything that publishing rests on is agreed to again."""
    if standing(doctor).withdrawn:
        version = library().in_force("doctor")
        confirm_again(actor=Actor(doctor, "doctor"), version=version.number, shown=version.hash)
    for item in PUBLISHED_ITEMS:
        if not standing(doctor).granted("channel", item):
            allow(doctor, item)
