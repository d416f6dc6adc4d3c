"""Refusing what is not needed never stops the consultation, and nothing asks again within its quiet period (PIPL 16,
NDSR 22): all pairs of refusable items and 200 random subsets, over real sockets."""

import random
from itertools import combinations

import pytest
from pytest_django.fixtures import Settings

from tests.gateway.conftest import Pair, running
from tests.gateway.people import PURPOSE, Person, consultation, person
from tests.gateway.running import Client, Running
from yinuo.accounts.permissions import ask
from yinuo.consultations.tests import scenes
from yinuo.promise.consent import grant, refuse, standing, withdraw
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Basis, Need

__all__ = ["running"]
pytestmark = [pytest.mark.clause("5.4"), pytest.mark.clause("1.12.2e")]
SUBSETS = 200
INTAKE = ("allergies", "current_drugs", "name")


def refusable(role: str) -> list[str]:
    """What a party of a consultation may refuse, the items of every device permission among them."""
    uses = library().in_force(role).purposes[PURPOSE].items.values()
    return [use.item for use in uses if use.basis is Basis.CONSENT and use.need is Need.EXTRA and use.collected]


def set_word(who: Person, item: str, yes: bool) -> None:
    """Bring one item to this word by the person's own acts."""
    version = library().in_force(who.actor.role)
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    now = standing(who.id).grants.get(PURPOSE, {}).get(item)
    if yes and now is not True:
        grant(actor=who.actor, purpose=PURPOSE, item=item, notice=notice)
    elif not yes and now is True:
        withdraw(actor=who.actor, purpose=PURPOSE, item=item)
    elif not yes:
        refuse(actor=who.actor, purpose=PURPOSE, item=item, notice=notice)


def goes_on(client: Client, pair: Pair) -> bool:
    return bool(client.sent(pair.consultation, "在吗", kind="text")["event"] == "acknowledged")


@pytest.mark.django_db(transaction=True)
def test_whatever_is_refused_the_consultation_goes_on_and_nothing_asks_again(running: Running) -> None:
    doctor, patient = person("doctor"), person("patient")
    pair = Pair(doctor, patient, consultation(doctor, patient), running)
    sockets = {"doctor": pair.open(doctor), "patient": pair.open(patient)}
    people = {"doctor": doctor, "patient": patient}
    every = [(role, item) for role in people for item in refusable(role)]
    chance = random.Random(5)  # noqa: S311 - which subsets are tried, the same in every run
    subsets = [*combinations(every, 2), *(chance.sample(every, chance.randint(0, len(every))) for _ in range(SUBSETS))]
    assert len(every) > 6 and len(subsets) == len(every) * (len(every) - 1) // 2 + SUBSETS
    for refused in subsets:
        for role, item in every:
            set_word(people[role], item, (role, item) not in refused)
        for role, socket in sockets.items():
            assert goes_on(socket, pair), (role, refused)
        for role, item in refused:
            sheet = ask(people[role].id, PURPOSE, item, tapped=False)
            assert sheet is not None and not sheet.ask, (role, item)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "refused", [r for n in range(4) for r in combinations(("allergies", "current_drugs", "name"), n)]
)
def test_a_patient_who_gives_nothing_extra_is_taken_in(
    refused: tuple[str, ...], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.YINUO_MEDIA = tmp_path_factory.mktemp("media")
    doctor, patient = scenes.qualified_doctor(), scenes.person("patient")
    theirs, hers = scenes.browser(patient), scenes.browser(doctor)
    scenes.sign(theirs, doctor)
    assert scenes.agree(theirs, doctor, **dict.fromkeys(refused, "no")).status_code == 302
    answer = scenes.submit(theirs, doctor)
    assert answer.status_code == 302, scenes.words(answer)
    made = answer.url.strip("/").split("/")[-1]
    assert hers.post(f"/doctor/consultations/{made}/accept/").status_code == 302
    for item in refused:
        sheet = ask(patient.who, PURPOSE, item, tapped=False)
        assert sheet is not None and not sheet.ask
