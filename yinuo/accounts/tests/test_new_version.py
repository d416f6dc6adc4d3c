"""Clause 7 at the next page: who is asked, who is only told, what concerns whom, and when nothing is said again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.accounts.demonstration import open_account, session_for
from yinuo.promise.consent import UnableToRecordConsent, confirm, grant, pending, standing, to_show, withdraw_all
from yinuo.promise.gate import Actor
from yinuo.promise.models import ConsentEvent, SeatRow
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.drafts import begin, begin_from, save
from yinuo.promise.policy.publishing import publish
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture
from yinuo.promise.policy.tests.samples import LABORATORY
from yinuo.promise.tests.overlay import NAME, files

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
PAGE = "/me/settings/account/privacy/version/"
OFFICER = Hand.of(uuid4())
TEXT = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'
VOICE = 'through = ["microphone"]\nseparate = true'
MICROPHONE = """[[purpose.permission]]
id = "microphone"
does = "按住说话，发语音消息"
refusing = "不能发语音，可改用文字"
"""


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138301")


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def publish_recipients(*pairs: tuple[str, str]) -> str:
    """The next version with another ``recipients.toml``; an empty first text adds the second at the end."""
    draft = begin(OFFICER, "doctor")
    text = str(draft.files["recipients.toml"])
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1) if old else text + new
    draft = save(OFFICER, draft.pk, revision=1, texts={"recipients.toml": text})
    return publish(OFFICER, draft.pk, revision=draft.revision, effective=timezone.localdate()).number


def publish_with(*pairs: tuple[str, str], role: str = "doctor") -> str:
    draft = begin(OFFICER, role)
    text = str(draft.files["policy.md"])
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    draft = save(OFFICER, draft.pk, revision=1, texts={"policy.md": text})
    return publish(OFFICER, draft.pk, revision=draft.revision, effective=timezone.localdate()).number


def wider() -> str:
    return publish_with((TEXT, TEXT.replace('["given"]', '["given", "automatic"]')))


def page(browser: Client) -> str:
    away = browser.get("/credentials/")
    assert away.status_code == 302 and away["Location"].startswith(PAGE), away
    return browser.get(away["Location"]).content.decode()


def test_a_widening_asks_and_names_what_is_wider(browser: Client, doctor: UUID) -> None:
    number = wider()
    shown = page(browser)
    assert "要您确认的" in shown and "新增一种来源" in shown and "这是一次重大变化" in shown
    assert shown.count('<button class="button" type="submit">') == 2, "refusing is as large as confirming"
    version = library().in_force("doctor")
    browser.post(PAGE, {"policy": "doctor", "version": number, "shown": version.hash})
    assert standing(doctor).confirmed["doctor"] == number and browser.get("/credentials/").status_code == 200


def test_a_page_that_the_service_worker_passes_on_is_a_page(browser: Client) -> None:
    wider()
    navigation = {"Sec-Fetch-Dest": "empty", "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert browser.get("/credentials/", headers=navigation)["Location"].startswith(PAGE)
    assert browser.get("/credentials/", headers={"Sec-Fetch-Dest": "empty", "Accept": "*/*"}).status_code == 200


def test_a_change_of_words_is_told_once_and_confirms_nothing(browser: Client, doctor: UUID) -> None:
    number = publish_with(("先说三件最要紧的事", "先说最要紧的三件事"))
    shown = page(browser)
    assert "不用您确认" in shown and "知道了" in shown and "确认新版" not in shown
    browser.post(f"{PAGE}seen/", {"policy": "doctor", "version": number, "next": "/credentials/"})
    assert browser.get("/credentials/").status_code == 200
    assert session_for(Client(), doctor).get("/credentials/").status_code == 200
    assert standing(doctor).confirmed["doctor"] == "4.2.0"


def test_not_now_is_quiet_for_thirty_days_and_then_asks_once_more(browser: Client, doctor: UUID) -> None:
    number = wider()
    browser.post(f"{PAGE}later/", {"policy": "doctor", "version": number})
    assert browser.get("/credentials/").status_code == 200
    assert session_for(Client(), doctor).get("/credentials/").status_code == 200, "a new log-in is no reason to ask"
    assert browser.get(PAGE).status_code == 200, "it can be read and confirmed at any time"
    now = standing(doctor)
    assert not to_show(doctor, pending(now), timezone.now() + timedelta(days=29))
    assert to_show(doctor, pending(now), timezone.now() + timedelta(days=31))


def test_not_now_to_one_version_says_nothing_about_the_next(browser: Client) -> None:
    first = wider()
    browser.post(f"{PAGE}later/", {"policy": "doctor", "version": first})
    publish_with(('source = ["given", "automatic"]', 'source = ["given", "automatic", "derived"]'))
    assert "V4.4.0" in page(browser)


def test_an_old_tab_confirms_nothing_and_is_told(browser: Client, doctor: UUID) -> None:
    first = wider()
    old = library().get("doctor", first)
    publish_with(('source = ["given", "automatic"]', 'source = ["given", "automatic", "derived"]'))
    answer = browser.post(PAGE, {"policy": "doctor", "version": first, "shown": old.hash})
    said = answer.content.decode()
    assert answer.status_code == 400 and "刚刚更新过" in said and "V4.4.0" in said
    assert standing(doctor).confirmed["doctor"] == "4.2.0"
    late = browser.post(f"{PAGE}later/", {"policy": "doctor", "version": first})
    assert late["Location"] == PAGE and not ConsentEvent.objects.filter(kind="postponed").exists()


def test_what_touches_nobody_is_folded_and_what_touches_me_is_open(browser: Client, doctor: UUID) -> None:
    publish_with((VOICE, f"{VOICE}\ncollected = false"))
    assert "<details" in page(browser) and "与您有关的" not in page(browser)
    other = Client()
    actor = Actor(open_account(role="doctor", number="13800138302"), "doctor")
    session_for(other, actor.who)
    version = library().get("doctor", "4.2.0")
    SeatRow.objects.filter(person=actor.who).update(
        confirmed={"doctor": version.number}, grants={"consultations": {"voice_note": True}}
    )
    assert "与您有关的" in page(other)


@pytest.mark.clause("0.1")
def test_a_consent_under_the_doctors_policy_is_none_for_a_wider_service_policy(browser: Client, doctor: UUID) -> None:
    actor = Actor(doctor, "doctor")
    notice = library().in_force("doctor").clauses["1.2"].hash
    grant(actor=actor, purpose="consultations", item="voice_note", notice=notice)
    wide = {**files(), "policy.md": files()["policy.md"].replace(b'["given"]', b'["given", "derived"]')}
    publish(OFFICER, begin_from(OFFICER, wide).pk, revision=1, effective=timezone.localdate())
    assert "重新单独征求您的同意：语音消息" in browser.get(f"{PAGE}?policy={NAME}").content.decode()
    service = library().in_force(NAME)
    confirm(actor=actor, version=service.number, shown=service.hash, policy=NAME)
    assert not standing(doctor).granted("consultations", "voice_note")
    grant(actor=actor, purpose="consultations", item="voice_note", notice=service.clauses["1.1"].hash)
    assert standing(doctor).granted("consultations", "voice_note")


def test_a_separate_consent_that_got_too_small_is_asked_anew(browser: Client, doctor: UUID) -> None:
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes["consultations"].clause].hash
    grant(actor=Actor(doctor, "doctor"), purpose="consultations", item="voice_note", notice=notice)
    text = str(begin(OFFICER, "doctor").files["policy.md"])
    head = text[: text.index(VOICE)]
    block = text[head.rindex("[[purpose.item]]") : text.index(VOICE)]
    assert 'id = "voice_note"' in block
    number = publish_with((block, block.replace('source = ["given"]', 'source = ["given", "automatic"]')))
    assert "重新单独征求您的同意：语音消息" in page(browser)
    assert standing(doctor).granted("consultations", "voice_note"), "until then the old consent holds"
    now = library().in_force("doctor")
    browser.post(PAGE, {"policy": "doctor", "version": number, "shown": now.hash})
    assert not standing(doctor).granted("consultations", "voice_note")


@pytest.mark.clause("0.1")
def test_a_service_policy_is_confirmed_beside_the_roles_own(browser: Client, doctor: UUID) -> None:
    draft = begin_from(OFFICER, files())
    publish(OFFICER, draft.pk, revision=1, effective=timezone.localdate())
    shown = page(browser)
    assert "视频复诊专项政策" in shown and "其余一切照旧" in shown
    overlay = library().in_force(NAME)
    browser.post(PAGE, {"policy": NAME, "version": overlay.number, "shown": overlay.hash})
    assert standing(doctor).confirmed == {"doctor": "4.2.0", NAME: "1.0.0"}
    assert browser.get("/credentials/").status_code == 200
    patient = session_for(Client(), open_account(role="patient", number="13800138303"))
    refused = patient.post(PAGE, {"policy": NAME, "version": overlay.number, "shown": overlay.hash})
    assert NAME not in str(standing(doctor).grants) and refused.status_code == 302


@pytest.mark.clause("5.4")
def test_a_service_policy_brings_nobody_back_who_withdrew_everything(doctor: UUID) -> None:
    draft = begin_from(OFFICER, files())
    publish(OFFICER, draft.pk, revision=1, effective=timezone.localdate())
    me, overlay = Actor(doctor, "doctor"), library().in_force(NAME)
    withdraw_all(actor=me)
    with pytest.raises(UnableToRecordConsent, match="先在“隐私保护提示”中恢复"):
        confirm(actor=me, policy=NAME, version=overlay.number, shown=overlay.hash)
    assert standing(doctor).withdrawn


def test_an_item_whose_permission_is_struck_is_shown_as_closed_and_can_still_be_taken_back(
    browser: Client, doctor: UUID
) -> None:
    privacy, devices = "/me/settings/account/privacy/", "/me/settings/privacy/devices/"
    version = library().in_force("doctor")
    notice = version.clauses[version.purposes["consultations"].clause].hash
    said = {"purpose": "consultations", "item": "voice_note"}
    browser.post("/consent/grant/", {**said, "notice": notice})
    assert "现行政策不再收集" not in browser.get(privacy).content.decode()
    assert "收回同意：语音消息" in browser.get(devices).content.decode()
    publish_with((MICROPHONE, ""))
    page = browser.get(privacy).content.decode()
    assert "现行政策不再收集" in page and "收回同意：语音消息" in page
    assert "语音消息" not in browser.get(devices).content.decode()
    browser.post("/consent/withdraw/", said)
    assert "同意：语音消息" not in browser.get(privacy).content.decode()


def _allow(actor: Actor) -> None:
    notice = library().in_force("doctor").clauses["1.2"].hash
    grant(actor=actor, purpose="consultations", item="voice_note", notice=notice)


@pytest.mark.clause("7")
def test_a_consent_under_a_narrower_text_covers_no_wider_one_that_comes_back(browser: Client, doctor: UUID) -> None:
    wide = TEXT.replace('["given"]', '["given", "automatic"]')
    me = Actor(doctor, "doctor")
    confirm(actor=me, version=wider(), shown=library().in_force("doctor").hash)
    less = publish_with((wide, TEXT))
    _allow(me)
    assert standing(doctor).confirmed["doctor"] == less
    publish_with((TEXT, wide))
    assert "要您确认的" in page(browser)


@pytest.mark.clause("7")
def test_a_consent_under_a_clause_that_takes_more_waits_for_the_new_version(doctor: UUID) -> None:
    wider()
    with pytest.raises(UnableToRecordConsent, match="请先看过并确认新版"):
        _allow(Actor(doctor, "doctor"))
    assert not standing(doctor).granted("consultations", "voice_note")


def _confirm(actor: Actor) -> None:
    version = library().in_force("doctor")
    confirm(actor=actor, version=version.number, shown=version.hash)


@pytest.mark.clause("3.1.1")
def test_somebody_else_who_gets_an_item_is_a_separate_consent_of_its_own(browser: Client, doctor: UUID) -> None:
    me = Actor(doctor, "doctor")
    _allow(me)
    publish_recipients(("", LABORATORY))
    assert "重新单独征求您的同意：语音消息" in page(browser)
    with pytest.raises(UnableToRecordConsent, match="请先看过并确认新版"):
        _allow(me)
    _confirm(me)
    assert not standing(doctor).granted("consultations", "voice_note")
    _allow(me)
    for field, more in (
        ("name", ('name = "声音实验室"', 'name = "别的实验室"')),
        ("place", ('place = "cn"\nhosts = ["lab', 'place = "cn, sg"\nhosts = ["lab')),
        ("item", ('items = ["voice_note"]', 'items = ["voice_note", "photo_taken"]')),
    ):
        publish_recipients(more)
        _confirm(me)
        assert standing(doctor).granted("consultations", "voice_note") is (field == "item"), field
        _allow(me)
    publish_recipients(('hosts = ["lab', 'hosts = ["new.laboratory.example", "lab'))
    _confirm(me)
    assert standing(doctor).granted("consultations", "voice_note"), "another address of the same one is nobody else"


@pytest.mark.clause("3.1.1")
def test_a_consent_while_nobody_else_got_it_covers_no_recipient_that_comes_back(browser: Client, doctor: UUID) -> None:
    me = Actor(doctor, "doctor")
    publish_recipients(("", LABORATORY))
    _confirm(me)
    without = publish_recipients((LABORATORY, ""))
    _allow(me)
    assert standing(doctor).confirmed["doctor"] == without
    publish_recipients(("", LABORATORY))
    assert "重新单独征求您的同意：语音消息" in page(browser)
    _confirm(me)
    assert not standing(doctor).granted("consultations", "voice_note")


@pytest.mark.clause("0.1")
def test_taking_back_a_services_function_stands_under_the_services_own_policy(browser: Client, doctor: UUID) -> None:
    publish(OFFICER, begin_from(OFFICER, files()).pk, revision=1, effective=timezone.localdate())
    me, service = Actor(doctor, "doctor"), library().in_force(NAME)
    confirm(actor=me, version=service.number, shown=service.hash, policy=NAME)
    grant(actor=me, purpose="consultations", item="voice_note", notice=service.clauses["1.1"].hash)
    browser.post("/consent/withdraw/function/", {"purpose": "consultations"})
    word = ConsentEvent.objects.get(person=doctor, kind="withdrawn")
    assert (word.policy, word.version, word.item) == (NAME, service.number, "voice_note")
    assert not standing(doctor).granted("consultations", "voice_note")
