"""Clause 7: material changes by mail, over real SMTP, each once, and only to those who want it."""

import logging
import ssl
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from yinuo.notices import actions
from yinuo.notices.actions import forget_address, gather, post
from yinuo.notices.models import PolicyMail
from yinuo.notices.stand_in_mail import Box, Mail, PageHandler
from yinuo.notices.tests.conftest import TEXT, announce, point_at, serving, with_address
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import open_purpose
from yinuo.promise.outbound import OutboundRefused
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.publishing import retract
from yinuo.promise.vault import uuid7
from yinuo.web.stand_in import page

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
MORE = '["given", "automatic"]'


def states() -> list[str]:
    return list(PolicyMail.objects.order_by("pk").values_list("state", flat=True))


def test_a_material_change_is_mailed_once_to_those_who_gave_an_address(box: Box) -> None:
    with_address("lin@example.com")
    with_address("he@example.com", role="patient")
    announce()
    assert (gather(), post()) == (1, 1)
    (mail,) = box.mails()
    assert mail.to == "lin@example.com" and "V4.3.0 有重大变化" in mail.subject
    assert "服务方式变了" in mail.text and "新增一种来源" in mail.text and "电子邮箱" in mail.text
    assert (gather(), post(), len(box.mails())) == (0, 0, 1)
    assert states() == ["sent"]


def test_a_change_of_words_is_not_mailed(box: Box) -> None:
    with_address("lin@example.com")
    announce(("先说三件最要紧的事", "先说最要紧的三件事"))
    assert (gather(), post(), box.mails()) == (0, 0, [])


def test_who_took_the_address_back_or_withdrew_everything_gets_nothing(box: Box) -> None:
    one, two = with_address("one@example.com"), with_address("two@example.com")
    announce()
    assert gather() == 2
    with open_purpose("rights", actor=one, door="test"):
        forget_address(actor=one)
    withdraw_all(actor=two)
    assert (post(), box.mails()) == (0, [])
    assert states() == ["closed", "closed"]


def test_a_version_of_a_later_day_is_mailed_when_it_is_announced(box: Box) -> None:
    with_address("lin@example.com")
    announce(days=7)
    gather()
    assert post() == 1


def test_a_mailbox_that_does_not_exist_is_not_tried_again_and_a_busy_one_is(box: Box) -> None:
    with_address("refused@example.com")
    with_address("later@example.com")
    announce()
    gather()
    assert post() == 0
    assert sorted(states()) == ["undeliverable", "waiting"]
    waiting = PolicyMail.objects.get(state="waiting")
    assert waiting.tries == 1 and waiting.next_at > timezone.now()
    assert post() == 0 and PolicyMail.objects.get(pk=waiting.pk).tries == 1


@pytest.mark.parametrize("bad", ['"a\x0bb"@example.com', "=?utf-8?q?=0a?=@example.com"])
def test_one_address_that_no_letter_can_carry_holds_up_nobody_else(
    box: Box, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    monkeypatch.setattr(actions.addresses, "read_address", lambda typed: typed)  # as if it had come in before
    with_address(bad)
    with_address("lin@example.com")
    announce()
    gather()
    assert post() == 1 and sorted(states()) == ["sent", "undeliverable"]
    assert [mail.to for mail in box.mails()] == ["lin@example.com"]


def test_a_line_break_in_a_title_stops_no_mail_and_writes_no_header(box: Box) -> None:
    with_address("lin@example.com")
    title = ('title = "', 'title = "Bcc: a@example.com\\r\\nBcc: b@example.com ')
    announce(title, (TEXT, TEXT.replace('["given"]', MORE)))
    gather()
    assert post() == 1
    (mail,) = box.mails()
    assert mail.to == "lin@example.com" and "Bcc: b@example.com" in mail.subject


def test_what_was_retracted_before_its_mail_went_out_is_not_mailed(box: Box) -> None:
    with_address("lin@example.com")
    announce(days=7)
    gather()
    retract(Hand.of(uuid7()), "doctor", "4.3.0")
    assert (post(), box.mails(), states()) == (0, [], ["closed"])


def test_a_service_that_is_down_costs_nobody_their_mail(box: Box, settings: Any) -> None:
    right = settings.YINUO
    with_address("lin@example.com")
    announce()
    gather()
    box.password = "another"
    assert post() == 0 and states() == ["waiting"]
    box.password = right.mail_password
    PolicyMail.objects.update(next_at=timezone.now())
    assert post() == 1 and states() == ["sent"]


def test_a_worker_that_was_killed_before_the_hand_over_sends_later_and_after_it_never_twice(box: Box) -> None:
    with_address("one@example.com")
    with_address("two@example.com")
    announce()
    gather()
    claimed, handing = PolicyMail.objects.order_by("pk")
    PolicyMail.objects.filter(pk=claimed.pk).update(state="claimed")
    PolicyMail.objects.filter(pk=handing.pk).update(state="handing")
    assert post() == 1 and len(box.mails()) == 1
    assert states() == ["sent", "unknown"]


def test_a_connection_that_breaks_during_the_text_is_not_tried_again(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    with_address("lin@example.com")
    announce()
    gather()

    def broken(*_: object, **__: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(box, "take", broken)
    assert post() == 0 and states() == ["unknown"]
    monkeypatch.undo()
    assert (post(), box.mails()) == (0, [])


def test_the_text_goes_under_tls(
    certificate: tuple[Path, Path], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, certificate))
    box = Box("tester", "secret")
    server = serving(box, context)
    point_at(settings, server, "starttls")
    with_address("lin@example.com")
    announce()
    gather()
    assert post() == 0 and states() == ["waiting"], "a certificate that nobody vouches for is refused"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    PolicyMail.objects.update(next_at=timezone.now())
    assert post() == 1 and box.mails()[0].tls
    server.shutdown()
    server.server_close()


def test_only_the_declared_host_is_reached_and_never_in_the_clear(box: Box, settings: Any) -> None:
    with_address("lin@example.com")
    announce()
    gather()
    settings.YINUO_STAND_INS = {}
    with pytest.raises(OutboundRefused):
        post()
    assert box.mails() == []


def test_nothing_of_an_address_is_logged(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    with_address("refused@example.com")
    announce()
    gather()
    with caplog.at_level(logging.DEBUG):
        post()
    assert "refused@example.com" not in caplog.text


def test_every_mail_carries_an_id_of_its_own_and_no_word_of_the_person(box: Box) -> None:
    actor = with_address("lin@example.com")
    announce()
    gather()
    post()
    (mail,) = box.mails()
    assert mail.message_id == f"<{PolicyMail.objects.get().pk}@yinuo.invalid>"
    assert str(actor.who) not in mail.text + mail.subject + mail.message_id


def test_the_stand_in_lets_nobody_in_without_its_password_and_escapes_what_it_shows(box: Box) -> None:
    shown = page(PageHandler.template, [Mail("<b>", "<script>", "&", "id", "now", False)])
    assert "<script>" not in shown and "<b>" not in shown and "演示用邮件替身" in shown


def test_two_workers_do_not_post_at_once(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    with_address("lin@example.com")
    announce()
    gather()

    @contextmanager
    def taken() -> Any:
        yield False

    monkeypatch.setattr(actions.posting, "_only_one", taken)
    assert post() == 0 and states() == ["waiting"]
