"""Clause 7: from a draft to a version in force, and what never becomes one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.promise.consent import UnableToRecordConsent, confirm, standing
from yinuo.promise.gate import Act, Source, open_purpose
from yinuo.promise.models import Announcement, Draft, InForce, PolicyAct
from yinuo.promise.policy import library, publishing
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.drafts import begin, begin_from, discard, find, judge, save
from yinuo.promise.policy.folders import read_files
from yinuo.promise.policy.problems import UnableToPublish
from yinuo.promise.policy.publish import come_into_force, persons_by_version
from yinuo.promise.policy.publishing import publish, retract
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.tests.overlay import NAME, files

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
OFFICER, OTHER = Hand.of(uuid4()), Hand.of(uuid4())
POLICY = "policy.md"
SOURCE = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'
WIDER = SOURCE.replace('["given"]', '["given", "automatic"]')


def edited(draft: Draft, *pairs: tuple[str, str], name: str = POLICY) -> Draft:
    text = str(draft.files[name])
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return save(OFFICER, draft.pk, revision=draft.revision, texts={name: text})


def put_out(draft: Draft, days: int = 0, letters: str = "") -> Announcement:
    day = timezone.localdate() + timedelta(days=days)
    return publish(OFFICER, draft.pk, revision=draft.revision, effective=day, letters=frozenset(letters))


def refused(act: Callable[[], object]) -> UnableToPublish:
    with pytest.raises(UnableToPublish) as problem:
        act()
    assert problem.value.sentence.endswith("。") and "%" not in problem.value.sentence
    return problem.value


def now_in_force(role: str = "doctor") -> str:
    return InForce.objects.get(role=role).number


def test_a_draft_becomes_the_version_in_force_and_everybody_can_see_who_did_it(shelf: Path) -> None:
    draft = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER))
    told = put_out(draft)

    assert (told.number, told.before, told.letters) == ("4.3.0", "4.2.0", "a") and told.in_force_at is not None
    assert now_in_force() == "4.3.0" == library().in_force("doctor").number
    assert library().in_force("doctor").supersedes == "4.2.0"
    assert read_files(shelf / "doctor" / "4.3.0")[POLICY].decode().count(WIDER) == 1
    assert [path.name for path in (shelf / "doctor").iterdir()] == ["4.3.0"]
    done = list(PolicyAct.objects.order_by("at").values_list("kind", "person", "number"))
    assert done == [(kind, OFFICER.person, "4.3.0") for kind in ("drafted", "saved", "published", "in_force")]
    assert PolicyAct.objects.get(kind="published").hash == library().in_force("doctor").hash == told.hash


def test_who_is_silent_keeps_exactly_what_the_old_version_covers() -> None:
    actor = confirmed("doctor")
    put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)))

    def may(source: str) -> bool:
        with open_purpose("consultations", actor=actor, door="test") as context:
            return context.ask(Act.CAPTURE, actor.who, "message_text", source=Source(source)).allowed

    assert may("given") and not may("automatic")
    version = library().in_force("doctor")
    with pytest.raises(UnableToRecordConsent, match="刚刚更新过"):
        confirm(actor=actor, version="4.2.0", shown=library().get("doctor", "4.2.0").hash)
    assert standing(actor.who).confirmed == {"doctor": "4.2.0"} and not may("automatic")
    confirm(actor=actor, version=version.number, shown=version.hash)
    assert may("given") and may("automatic")


def test_a_version_of_a_later_day_is_announced_at_once_and_comes_into_force_on_its_day() -> None:
    told = put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)), days=3)
    assert told.in_force_at is None and now_in_force() == "4.2.0"
    assert come_into_force(timezone.now() + timedelta(days=2)) == [] and now_in_force() == "4.2.0"
    assert come_into_force(timezone.now() + timedelta(days=3)) == ["doctor 4.3.0"] and now_in_force() == "4.3.0"
    assert PolicyAct.objects.get(kind="in_force").by == "worker"
    assert come_into_force(timezone.now() + timedelta(days=4)) == []


def test_what_was_retracted_before_its_day_never_comes_into_force_and_leaves_its_trace(shelf: Path) -> None:
    put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)), days=3)
    told = retract(OTHER, "doctor", "4.3.0")
    assert told.retracted_at is not None
    assert come_into_force(timezone.now() + timedelta(days=9)) == [] and now_in_force() == "4.2.0"
    assert (shelf / "doctor" / "4.3.0" / POLICY).is_file()
    assert PolicyAct.objects.get(kind="retracted").person == OTHER.person
    assert refused(lambda: retract(OTHER, "doctor", "4.3.0")).code == "unable_to_retract"


def test_a_version_in_force_is_taken_back_by_a_next_version_never_by_an_edit() -> None:
    put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)))
    before = library().get("doctor", "4.2.0")
    told = retract(OFFICER, "doctor", "4.3.0")
    assert (told.number, told.before, now_in_force()) == ("4.3.1", "4.3.0", "4.3.1")
    again = library().in_force("doctor")
    assert again.purposes == before.purposes and again.supersedes == "4.3.0"
    assert "automatic" in library().get("doctor", "4.3.0").purposes["consultations"].items["message_text"].sources
    assert refused(lambda: retract(OFFICER, "doctor", "4.3.0")).code == "unable_to_retract"


def test_only_the_letters_of_clause_7_stand_on_a_first_service_policy() -> None:
    assert put_out(begin_from(OFFICER, files()), letters="bz").letters == "b"


def test_a_folder_edited_after_it_was_announced_does_not_come_into_force(shelf: Path) -> None:
    put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)), days=3)
    file = shelf / "doctor" / "4.3.0" / POLICY
    file.write_text(file.read_text(encoding="utf-8").replace(WIDER, SOURCE.replace('["given"]', '["derived"]')))
    library.cache_clear()
    assert come_into_force(timezone.now() + timedelta(days=3)) == [] and now_in_force() == "4.2.0"


def test_a_number_as_long_as_a_novel_breaks_no_page(client: Client) -> None:
    long = f"{'9' * 5000}.0.0"
    for place in (f"doctor/{long[-300:]}/", f"doctor/4.2.0/differences?from={long[-300:]}", f"{'a' * 300}/"):
        assert client.get(f"/policy/{place}").status_code == 404
    draft = edited(begin(OFFICER, "doctor"), ('version = "4.3.0"', f'version = "{long}"'))
    assert judge(draft).number == "0.0.0" and refused(lambda: put_out(draft)).code == "findings"


def test_two_officers_at_once_the_second_is_told_and_loses_nothing() -> None:
    draft = begin(OFFICER, "doctor")
    save(OTHER, draft.pk, revision=1, texts={"storage.toml": str(draft.files["storage.toml"]) + "\n# 另一位\n"})
    problem = refused(lambda: save(OFFICER, draft.pk, revision=1, texts={"storage.toml": "# 我的\n"}))
    assert problem.code == "somebody_was_faster" and "没有丢" in problem.sentence
    assert "# 另一位" in find(draft.pk).files["storage.toml"]
    assert refused(lambda: put_out(draft)).code == "somebody_was_faster"


def test_a_draft_edited_while_it_is_published_stays_as_it_was_published() -> None:
    draft = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER))
    put_out(draft)
    problem = refused(lambda: save(OTHER, draft.pk, revision=draft.revision, texts={POLICY: "另一段"}))
    assert problem.code == "published_meanwhile" and "V4.3.0" in problem.sentence
    assert refused(lambda: put_out(draft)).code == "published_meanwhile"


MEASURE = 'id = "requests.clock"\ndoes = "请求先核实身份，十五天内答复；拒绝须有列明的理由和投诉途径"'
BROKEN = {
    "item_twice": ("declared_twice", (SOURCE, f'{SOURCE}\nafter = "record"\n\n[[purpose.item]]\n{SOURCE}')),
    "hole": ("numbering_hole", ("### 1.9 直播", "### 1.13 直播")),
    "cycle": ("supersedes_cycle", ('supersedes = "4.2.0"', 'supersedes = "4.3.0"')),
    "no_toml": ("toml", ("offered = true", "offered = maybe")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_draft_is_not_published_and_each_fault_has_its_line(name: str) -> None:
    kind, pair = BROKEN[name]
    draft = edited(begin(OFFICER, "doctor"), pair)
    problem = refused(lambda: put_out(draft))
    assert problem.code == "findings"
    found = [each for each in judge(draft).findings if each.kind == kind]
    assert found and found[0].where.split(":")[-1].isdigit(), judge(draft).findings
    assert now_in_force() == "4.2.0" and library().numbers("doctor")[-1] == "4.2.0"


def test_what_lessens_a_right_is_refused_by_the_name_of_the_right() -> None:
    draft = edited(begin(OFFICER, "doctor"), (MEASURE, MEASURE.replace("十五天", "三十天")))
    problem = refused(lambda: put_out(draft))
    assert problem.code == "lessens_rights"
    assert "第 5.8 条" in problem.sentence and "三十天内答复" in problem.sentence
    assert now_in_force() == "4.2.0" and not Announcement.objects.exists()


def test_an_empty_text_a_huge_one_and_one_that_changes_nothing() -> None:
    draft = begin(OFFICER, "doctor")
    assert refused(lambda: put_out(draft)).code == "nothing_changed"
    empty = save(OFFICER, draft.pk, revision=1, texts={POLICY: ""})
    assert refused(lambda: put_out(empty)).code == "empty"
    huge = "字" * 700_000
    problem = refused(lambda: save(OFFICER, draft.pk, revision=2, texts={POLICY: huge}))
    assert problem.code == "too_long" and "1000 KB" in problem.sentence
    assert refused(lambda: begin_from(OFFICER, {POLICY: huge.encode()})).code == "too_long"
    assert refused(lambda: begin_from(OFFICER, {POLICY: "从前有座山".encode()})).code == "not_a_policy"


def test_numbers_days_and_announcements_that_do_not_fit() -> None:
    low = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER), ('version = "4.3.0"', 'version = "4.0.9"'))
    assert refused(lambda: put_out(low)).code == "number_used"
    draft = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER))
    assert refused(lambda: put_out(draft, days=-1)).code == "day_is_past"
    put_out(draft, days=5)
    another = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER))
    assert refused(lambda: put_out(another)).code == "another_announced"


def test_a_publication_that_fails_at_last_leaves_nothing_behind(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the database is gone")

    draft = edited(begin(OFFICER, "doctor"), (SOURCE, WIDER))
    monkeypatch.setattr(publishing, "put_in_force", broken)
    with pytest.raises(RuntimeError):
        put_out(draft)
    assert list((shelf / "doctor").iterdir()) == [] and not Announcement.objects.exists()
    monkeypatch.undo()
    assert put_out(draft).number == "4.3.0"


def test_narrowing_and_words_alone_ask_nobody() -> None:
    actor = confirmed("doctor")
    put_out(edited(begin(OFFICER, "doctor"), ("先说三件最要紧的事", "先说最要紧的三件事")))
    now = library().in_force("doctor")
    with open_purpose("consultations", actor=actor, door="test") as context:
        assert context.ask(Act.CAPTURE, actor.who, "message_text").allowed
        assert context.versions(actor.who)[0] is now
    assert persons_by_version("doctor") == {"4.2.0": 1}


@pytest.mark.clause("0.1")
def test_a_service_policy_is_published_like_any_other_beside_its_base() -> None:
    draft = begin_from(OFFICER, files())
    assert judge(draft).findings == () and judge(draft).before is None
    told = put_out(draft)
    assert (told.policy, told.before, now_in_force(NAME)) == (NAME, "", "1.0.0")
    wrong = begin_from(OFFICER, files(number="1.1.0", over="patient"))
    assert {each.kind for each in judge(wrong).findings} <= {"overlay_class", "overlay"}


def test_a_discarded_draft_is_gone_and_its_acts_stay() -> None:
    draft = begin(OFFICER, "doctor")
    discard(OFFICER, draft.pk)
    assert refused(lambda: save(OFFICER, draft.pk, revision=1, texts={})).code == "no_draft"
    assert set(PolicyAct.objects.values_list("kind", flat=True)) == {"drafted", "discarded"}


def test_a_version_that_is_not_in_force_says_so_on_its_page(client: Client) -> None:
    put_out(edited(begin(OFFICER, "doctor"), (SOURCE, WIDER)), days=3)
    page = client.get("/policy/doctor/4.3.0/").content.decode()
    assert "已公布，还没有生效" in page and "现在生效的是 V4.2.0" in page
    retract(OFFICER, "doctor", "4.3.0")
    assert "已撤回，没有生效过" in client.get("/policy/doctor/4.3.0/").content.decode()
    assert "当前版本" in client.get("/policy/doctor/").content.decode()
