import pytest

from yinuo.promise.consent import confirm, grant, standing, withdraw
from yinuo.promise.gate import Act, Actor, open_purpose
from yinuo.promise.journal.anchors import anchor
from yinuo.promise.journal.verify import verify
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person


@pytest.mark.django_db(transaction=True)
def test_grant_and_withdraw_change_the_verdict() -> None:
    person = create_person("doctor")
    actor = Actor(person.pk, "doctor")
    version = library().in_force("doctor")
    confirm(actor=actor, version=version.number, shown=version.hash)
    clause = version.clauses[version.purposes["consultations"].clause]
    with open_purpose("consultations", actor=actor, door="test") as context:
        assert not context.ask(Act.CAPTURE, person.pk, "voice_note", through="microphone").allowed
    grant(actor=actor, purpose="consultations", item="voice_note", notice=clause.hash)
    with open_purpose("consultations", actor=actor, door="test") as context:
        assert context.ask(Act.CAPTURE, person.pk, "voice_note", through="microphone").allowed
    withdraw(actor=actor, purpose="consultations", item="voice_note")
    with open_purpose("consultations", actor=actor, door="test") as context:
        verdict = context.ask(Act.CAPTURE, person.pk, "voice_note", through="microphone")
        assert not verdict.allowed
        print(verdict.sentence)
    assert not standing(person.pk).granted("consultations", "voice_note")
    anchor()
    report = verify()
    assert report.ok and report.records == 3, report
