"""A browser for tests, with the steps of registering and logging in."""

import re
from typing import Any

from django.test import Client

from yinuo.accounts.stand_in_sms import Gateway
from yinuo.promise.policy import library


class Visitor(Client):
    """A browser with the steps of registering and logging in."""

    def confirm(self, role: str) -> None:
        version = library().in_force(role)
        answer = self.post(f"/accounts/{role}/register/", {"version": version.number, "shown": version.hash})
        assert answer.status_code == 302, answer.content.decode()

    def register(self, role: str, number: str, gateway: Gateway) -> None:
        self.confirm(role)
        answer = self.post(f"/accounts/{role}/register/number/", {"number": number})
        assert answer.status_code == 302, answer.content.decode()
        answer = self.post(f"/accounts/{role}/register/code/", {"code": gateway.messages()[0].code})
        assert answer.status_code == 302, answer.content.decode()


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
