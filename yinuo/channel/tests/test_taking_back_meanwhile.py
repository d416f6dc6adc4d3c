"""A withdrawal while a recording is being kept: it waits and succeeds, and the recording was there before it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from tests.waiting import IN_VAIN, wait_for
from yinuo.accounts.api import session_for
from yinuo.channel.access import PURPOSE
from yinuo.channel.demonstration import tone
from yinuo.channel.models import Talk
from yinuo.channel.tests import scenes
from yinuo.media import store
from yinuo.promise.consent import standing

pytestmark = [pytest.mark.clause("1.4"), pytest.mark.django_db(transaction=True)]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where not granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("act", ["", "function/"])
def test_a_recording_that_is_being_kept_does_not_fail_a_withdrawal(
    doctor: UUID, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    scenes.allow(doctor, "channel_text")
    scenes.allow(doctor, "channel_audio")
    writing, go = Event(), Event()
    write = store.write

    def slow(*args: Any, **options: Any) -> None:
        writing.set()
        assert go.wait(IN_VAIN)
        write(*args, **options)

    monkeypatch.setattr(store, "write", slow)

    def post(place: str, content: Any, **more: Any) -> int:
        try:
            return int(browser().post(place, content, **more).status_code)
        finally:
            connection.close()

    def browser() -> Client:
        return session_for(Client(raise_request_exception=False), doctor)

    article = scenes.begun(browser())
    with ThreadPoolExecutor(2) as threads:
        try:
            kept = threads.submit(post, f"{scenes.HOME}{article}/talk/", tone(3), content_type="audio/wav")
            assert writing.wait(IN_VAIN)
            said = {"purpose": PURPOSE, "item": "channel_text"}
            withdrawn = threads.submit(post, f"/consent/withdraw/{act}", said)
            wait_for(lambda: somebody_waits() or withdrawn.done())
        finally:
            go.set()
    assert (withdrawn.result(), kept.result()) == (302, 201)
    assert not standing(doctor).granted(PURPOSE, "channel_text")
    assert Talk.objects.count() == 1
