"""A state machine over confirm, grant, withdraw, come back, publish, write and read, against a small model of its own.

The model knows nothing of the engine: five versions as a table of what each declares, and the sentences of house
laws 2 and 5 in a dozen lines.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from yinuo.promise.consent import UnableToRecordConsent, confirm, grant, withdraw, withdraw_all
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.promise.models import InForce
from yinuo.promise.outbound import UndeclaredRecipient, sharing
from yinuo.promise.policy import library
from yinuo.promise.policy.tests.samples import LABORATORY
from yinuo.promise.tests.conftest import notice
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import capturing, create_person

ITEMS = {"message_text": None, "voice_note": "microphone", "album_picture": "album"}
# version -> (items declared, permissions declared, items that only freeze when their consent is taken back, items that
# a laboratory gets)
TABLE: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {
    "4.0.0": (set(ITEMS), {"microphone", "album"}, set(), set()),
    "4.0.1": (set(ITEMS), {"album"}, set(), set()),
    "4.0.2": ({"message_text", "voice_note"}, {"microphone", "album"}, set(), set()),
    "4.0.3": (set(ITEMS), {"microphone", "album"}, {"voice_note"}, set()),
    "4.0.4": (set(ITEMS), {"microphone", "album"}, set(), {"voice_note"}),
}


def takes_more(before: str, after: str) -> set[str]:
    """What of ``after`` takes more than ``before``: items, and permissions."""
    (items, permissions, frozen, sent), (now, may, frozen_now, sent_now) = TABLE[before], TABLE[after]
    return (now - items) | (may - permissions) | (frozen - frozen_now) | (sent_now - sent)


def touched(before: str, after: str, item: str) -> bool:
    """Is the item's clause another text, or does another one get it?"""
    return TABLE[before][:3] != TABLE[after][:3] or item in TABLE[before][3] ^ TABLE[after][3]


def rewritten(text: str, number: str) -> str:
    start, end = text.index("\n### 1.2 "), text.index("\n### 1.3 ")
    clause = text[start:end]
    if number == "4.0.1":
        clause = re.sub(r'\[\[purpose\.permission\]\]\nid = "microphone"\n(?:(?!```).+\n)+', "", clause)
    if number == "4.0.2":
        clause = re.sub(r'\[\[purpose\.item\]\]\nid = "album_picture"\n(?:(?!```).+\n)+', "", clause)
    if number == "4.0.3":
        clause = re.sub(r'(id = "voice_note"\n(?:.+\n)*?after = )"record"', r'\1"freeze"', clause)
    assert number in ("4.0.0", "4.0.4") or clause != text[start:end]
    return (text[:start] + clause + text[end:]).replace('version = "4.0.0"', f'version = "{number}"')


@pytest.fixture
def five_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    source = Path(settings.YINUO_POLICIES) / "doctor" / "4.0.0"
    for number in list(TABLE)[1:]:
        folder = tmp_path / "doctor" / number
        shutil.copytree(source, folder)
        policy = folder / "policy.md"
        if number == "4.0.4":
            recipients = folder / "recipients.toml"
            recipients.write_text(recipients.read_text(encoding="utf-8") + LABORATORY, encoding="utf-8")
        policy.write_text(rewritten(policy.read_text(encoding="utf-8"), number), encoding="utf-8")
    monkeypatch.setattr(settings, "YINUO_POLICY_FOLDERS", [Path(settings.YINUO_POLICIES), tmp_path], raising=False)
    library.cache_clear()
    yield
    library.cache_clear()


@dataclass
class Somebody:
    actor: Actor
    confirmed: str | None = None
    withdrawn: bool = False
    words: dict[str, bool] = field(default_factory=dict)

    def declared(self, item: str, in_force: str) -> bool:
        return self.confirmed is not None and all(item in TABLE[v][0] for v in (in_force, self.confirmed))

    def may_write(self, item: str, in_force: str) -> bool:
        through = ITEMS[item]
        if not self.declared(item, in_force) or self.withdrawn:
            return False
        if through is None:
            return True
        permitted = all(through in TABLE[str(v)][1] for v in (in_force, self.confirmed))
        return permitted and self.words.get(item) is True

    def may_read(self, item: str, in_force: str) -> bool:
        if not self.declared(item, in_force):
            return False
        frozen = any(item in TABLE[str(v)][2] for v in (in_force, self.confirmed))
        taken_back = self.withdrawn or (ITEMS[item] is not None and self.words.get(item) is False)
        return not (frozen and taken_back)


class Promises(RuleBasedStateMachine):
    people = Bundle("people")
    rows = Bundle("rows")

    @initialize()
    def begin(self) -> None:
        self.publish("4.0.0")

    @rule(number=st.sampled_from(sorted(TABLE)))
    def publish(self, number: str) -> None:
        self.in_force = number
        InForce.objects.update_or_create(role="doctor", defaults={"number": number})

    @rule(target=people)
    def arrive(self) -> Somebody:
        return Somebody(Actor(create_person("doctor").pk, "doctor"))

    @rule(who=people)
    def confirm(self, who: Somebody) -> None:
        version = library().in_force("doctor")
        confirm(actor=who.actor, version=version.number, shown=version.hash)
        for item in takes_more(who.confirmed, self.in_force) if who.confirmed else ():
            if who.words.get(item):  # a separate consent does not cover what has grown
                del who.words[item]
        who.confirmed, who.withdrawn = self.in_force, False

    @rule(who=people, item=st.sampled_from(sorted(ITEMS)))
    def grant(self, who: Somebody, item: str) -> None:
        named = who.confirmed is not None and item in TABLE[who.confirmed][0]
        touches = named and touched(str(who.confirmed), self.in_force, item)
        asked_first = touches and takes_more(str(who.confirmed), self.in_force)
        if item in TABLE[self.in_force][0] and not asked_first:
            grant(actor=who.actor, purpose="consultations", item=item, notice=notice("doctor", "consultations"))
            who.words[item] = True
            if touches:  # held to the text under which they said it
                who.confirmed = self.in_force
        else:
            with pytest.raises(UnableToRecordConsent):
                grant(actor=who.actor, purpose="consultations", item=item, notice=notice("doctor", "consultations"))

    @rule(who=people, item=st.sampled_from(sorted(ITEMS)))
    def withdraw(self, who: Somebody, item: str) -> None:
        withdraw(actor=who.actor, purpose="consultations", item=item)
        who.words[item] = False

    @rule(who=people)
    def withdraw_all(self, who: Somebody) -> None:
        withdraw_all(actor=who.actor)
        who.withdrawn = True

    @rule(target=rows, who=people, item=st.sampled_from(sorted(ITEMS)))
    def write(self, who: Somebody, item: str) -> tuple[Somebody, str, UUID | None]:
        person = who.actor.who
        made = None
        with open_purpose("consultations", actor=who.actor, door="machine"):
            try:
                with capturing(by=[person], through=ITEMS[item]):
                    made = Note.objects.create(kind=item, text=item, patient_id=person, author_id=person)
            except Refused:
                pass
        assert (made is not None) is who.may_write(item, self.in_force)
        return who, item, made.pk if made else None

    @rule(who=people, item=st.sampled_from(sorted(ITEMS)))
    def share(self, who: Somebody, item: str) -> None:
        """Who has not confirmed that the laboratory gets it, or was not asked again since, sends it nothing."""
        with open_purpose("consultations", actor=who.actor, door="machine"):
            try:
                sharing("laboratory", purpose="consultations", items=[item], about=who.actor.who)
                sent = True
            except (UndeclaredRecipient, Refused):
                sent = False
        declared = all(v is not None and item in TABLE[v][3] for v in (self.in_force, who.confirmed))
        assert sent is (declared and who.may_read(item, self.in_force))

    @rule(row=rows)
    def read(self, row: tuple[Somebody, str, UUID | None]) -> None:
        who, item, pk = row
        if pk is None:
            return
        with open_purpose("consultations", actor=who.actor, door="machine"):
            try:
                opened = Note.objects.get(pk=pk).text == item
            except Refused:
                opened = False
        assert opened is who.may_read(item, self.in_force)


@pytest.mark.django_db
@pytest.mark.clause("1.x")
@pytest.mark.clause("5.4")
def test_no_sequence_of_acts_opens_what_the_policy_keeps_closed(notes_table: None, five_versions: None) -> None:
    run_state_machine_as_test(
        Promises,
        settings=hypothesis_settings(
            max_examples=120,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
