"""Fictional people for the demonstration and for tests: the same acts as a person's own, without the SMS.

Production refuses to start while one of them is held (:func:`yinuo.accounts.api.demonstration_accounts`).
"""

from http.cookies import SimpleCookie
from typing import Protocol, TypeVar
from uuid import UUID

from django.conf import settings

from yinuo.accounts.access import REGISTRATION, TABLES, account_with, next_desk_number
from yinuo.accounts.actions import begin_registration
from yinuo.accounts.actions.login import logged_in
from yinuo.accounts.numbers import read_number
from yinuo.accounts.sessions import SessionStore
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing


class HasCookies(Protocol):
    cookies: "SimpleCookie"


Browser = TypeVar("Browser", bound=HasCookies)
VISITOR = Actor(None, "visitor")
DOOR = "demonstration accounts"


def open_account(*, role: str, number: str, name: str = "", desk: str = "") -> UUID:
    """A person with a confirmed policy and an account; the one that holds the number already, if there is one.

    ``name`` and ``desk`` are for staff.
    """
    number = read_number(number)
    held = account_with(role, number)
    if held is not None:
        return held.person_id
    version = library().in_force(role)
    with open_purpose("rights", actor=VISITOR, door=DOOR):
        person = begin_registration(role=role, version=version.number, shown=version.hash).pk
    fields: dict[str, object] = {"person_id": person, "phone_number": number, "demonstration": True}
    if role == "staff":
        fields |= {"name": name, "desk": desk}
    actor = Actor(person, "visitor")
    with open_purpose(REGISTRATION, actor=actor, door=DOOR), capturing(by=[person], about=[person]):
        fields |= {"desk_number": next_desk_number(desk)} if role == "staff" else {}
        TABLES[role](**fields).save(force_insert=True)
    return person


def session_for(browser: Browser, person: UUID) -> Browser:
    """Log a test browser in (Django's test client: whatever has ``cookies``) without a code; the same browser."""
    who = logged_in(person)
    session = SessionStore()
    session.update({"person": str(who.person), "role": who.role, "desk": who.desk, "stage": "account"})
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return browser
