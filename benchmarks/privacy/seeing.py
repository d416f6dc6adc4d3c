"""My information for a person with ten thousand messages: queries and milliseconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID, uuid4

PAGES = {
    "list of all items": "/me/information/",
    "messages, newest page": "/me/information/item/message_text/",
    "messages, a page in the middle": "/me/information/item/message_text/?before={middle}",
    "who touched it, a week": "/me/information/seen/",
    "collected list": "/me/information/collected/",
}


@dataclass(frozen=True)
class Cost:
    name: str
    queries: int
    milliseconds: float


class Asked:
    """Counts statements."""

    count = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.count += 1
        return execute(*given)


def write_messages(doctor: UUID, patient: UUID, consultation: UUID, count: int) -> None:
    """So many texts of the patient, each sealed, journaled and committed by itself."""
    from django.utils import timezone

    from yinuo.consultations.models import Message
    from yinuo.promise.gate import Actor, open_purpose
    from yinuo.promise.vault import capturing

    actor = Actor(patient, "patient")
    begun = Message.objects.filter(consultation=consultation).count()
    for number in range(begun + 1, begun + count + 1):
        with open_purpose("consultations", actor=actor, door="bench"), capturing(by=[patient], about=[patient]):
            Message(
                consultation_id=consultation,
                patient_id=patient,
                author_id=patient,
                number=number,
                client_id=uuid4(),
                kind="text",
                item="message_text",
                text=f"第 {number} 条：早上血压 138/86，没有头晕。",
                sent_at=timezone.now(),
            ).save(force_insert=True)


def costs(cookie: str, patient: UUID, *, rounds: int) -> list[Cost]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from yinuo.consultations.models import Message

    ids = list(Message.objects.filter(author=patient).order_by("pk").values_list("pk", flat=True))
    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    found = []
    for name, address in PAGES.items():
        place, spent = address.format(middle=ids[len(ids) // 2]), []
        asked = Asked()
        with connection.execute_wrapper(asked):
            answer = browser.get(place)
            assert answer.status_code == 200, (place, answer.status_code)
        for _ in range(rounds):
            begun = time.perf_counter()
            browser.get(place)
            spent.append(1000 * (time.perf_counter() - begun))
        found.append(Cost(name, asked.count, median(spent)))
    return found
