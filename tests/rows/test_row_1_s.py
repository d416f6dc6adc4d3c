"""1.s: every value knows its source; what a third party gives or analysis derives needs its own authorisation.

No function in force uses these two sources yet, so they are proved by refused fixtures.
"""

import pytest

from yinuo.accounts.models import PendingNumber
from yinuo.promise.gate import Actor, Reason, Refused, Source, open_purpose
from yinuo.promise.sealing.box import source_of
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.vault import capturing

pytestmark = [pytest.mark.clause("1.s"), pytest.mark.django_db]


def taken(actor: Actor, source: Source) -> PendingNumber:
    with (
        open_purpose("accounts.registration", actor=actor, door="row 1.s"),
        capturing(by=[actor.who], source=source),
    ):
        return PendingNumber.objects.create(person_id=actor.who, phone_number="+8619811110003")


@pytest.mark.parametrize("source", [Source.THIRD_PARTY, Source.DERIVED, Source.AUTOMATIC])
def test_a_source_that_no_clause_names_is_refused(source: Source) -> None:
    actor = confirmed("doctor")
    with pytest.raises(Refused) as refused:
        taken(actor, source)
    assert refused.value.verdict.reason is Reason.SOURCE
    assert not PendingNumber.objects.exists()


def test_the_source_is_stored_with_the_value() -> None:
    row = taken(confirmed("doctor"), Source.GIVEN)
    assert source_of(row.__dict__["phone_number"].bytes) is Source.GIVEN
