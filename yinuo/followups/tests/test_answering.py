"""Answers by tapping, once, in time; what is beyond a bound becomes a task with an owner and a deadline."""

from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from yinuo.followups.actions.ticking import tick
from yinuo.followups.catalogue import catalogue
from yinuo.followups.models import Answer, Attachment, Note, Occasion, Plan, Task
from yinuo.followups.pages.charts import Said
from yinuo.followups.pages.entries import entry_of, findings_in
from yinuo.followups.problems import UnableToAnswer, UnableToAttend
from yinuo.followups.tests import scenes
from yinuo.promise.gate import Actor, open_purpose

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]
HIGH = {"q_systolic": "172", "q_diastolic": "101"}


def ticked(after: timedelta) -> None:
    with open_purpose(None, actor=Actor(None, "system"), door="test"):
        tick(now=timezone.now() + after)


def test_an_answer_within_its_bounds_makes_no_task(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.running(doctor, patient)
    assert scenes.answer(at_patient, plan, q_more="今天感觉不错").status_code == 302
    assert scenes.first(plan).state == "answered"
    assert not Task.objects.exists()
    page = scenes.browser(doctor).get(f"/doctor/followups/{plan.pk}/").content.decode()
    assert "132 mmHg" in page
    assert "今天感觉不错" in page
    assert '<svg viewBox="0 0 340 232" role="img"' in page
    assert "style=" not in page


def test_a_value_beyond_its_bound_is_a_task_with_reason_owner_and_deadline(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    scenes.answer(at_patient, plan, None, **HIGH)
    task = Task.objects.get()
    assert (task.owner_id, task.level) == (doctor.who, "look")
    assert timedelta(hours=23) < task.deadline - timezone.now() <= timedelta(hours=24)
    listed = scenes.words(at_doctor.get("/doctor/followups/"))
    assert "收缩压 172 mmHg，达到上限 160" in listed
    assert "乔木" in listed
    assert "1 位要处理" in scenes.words(at_doctor.get("/doctor/"))
    done = at_doctor.post(f"/doctor/followups/{plan.pk}/{task.pk}/done/", {"note": "加半片，明天再量"})
    assert done.status_code == 302
    assert Task.objects.get().done_by_id == doctor.who
    assert "加半片，明天再量" in scenes.words(at_patient.get(f"/patient/followups/{plan.pk}/"))
    again = at_doctor.post(f"/doctor/followups/{plan.pk}/{task.pk}/done/", {"note": ""})
    assert again.status_code == 409
    assert scenes.plan(plan.pk).need == Plan.Need.FINE


def test_an_answer_that_alarms_shows_the_patient_where_help_is_at_once(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient, "depression")
    asked = ["interest", "mood", "sleep", "energy", "appetite", "worth", "focus", "motion"]
    said = {f"q_{one}": "never" for one in asked}
    answer = at_patient.post(
        f"/patient/followups/{plan.pk}/{scenes.first(plan).pk}/",
        {**said, "q_self_harm": "some", "q_drugs": "all"},
        follow=True,
    )
    page = scenes.words(answer)
    assert "12356" in page
    assert "120" in page
    task = Task.objects.get()
    assert task.level == "urgent"
    assert task.deadline - timezone.now() <= timedelta(hours=1)
    assert scenes.plan(plan.pk).need == Plan.Need.URGENT


def test_the_way_to_help_stays_for_every_urgent_answer_of_these_days(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    first, second = Occasion.objects.filter(plan=plan).order_by("number")[:2]
    Occasion.objects.filter(pk=second.pk).update(opens_at=first.opens_at, state="open")
    place = f"/patient/followups/{plan.pk}/"
    assert scenes.answer(at_patient, plan, second).status_code == 302
    assert "或到最近的急诊" not in scenes.words(at_patient.get(place))
    assert scenes.answer(at_patient, plan, first, q_warning="yes").status_code == 302
    assert "或到最近的急诊" in scenes.words(at_patient.get(place))
    shown = at_patient.get(place).content.decode()
    assert shown.index(f"answer-{first.pk}") < shown.index(f"answer-{second.pk}"), "the newest answer stands first"


def test_a_draft_belongs_to_one_occasion_and_is_let_go_when_its_answer_has_arrived(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    first, second = Occasion.objects.filter(plan=plan).order_by("number")[:2]
    place = f"/patient/followups/{plan.pk}/"
    assert f'data-draft="answer-{first.pk}"' in at_patient.get(f"{place}{first.pk}/").content.decode()
    refused = scenes.answer(at_patient, plan, first, q_systolic="999")
    assert refused.status_code == 422
    assert "data-draft-done" not in refused.content.decode() + at_patient.get(place).content.decode()
    scenes.answer(at_patient, plan, first)
    assert f'data-draft-done="answer-{first.pk}"' in at_patient.get(place).content.decode()
    Occasion.objects.filter(pk=second.pk).update(opens_at=timezone.now(), state="open")
    assert f'data-draft="answer-{second.pk}"' in at_patient.get(f"{place}{second.pk}/").content.decode()
    assert f"answer-{second.pk}" not in at_patient.get(place).content.decode()


def test_only_the_answer_that_is_beyond_stands_out(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    """By the question itself: one whose name begins like another's is another question."""
    content = msgspec.structs.replace(catalogue()["hypertension"])
    high, low = content.question("systolic"), content.question("diastolic")
    longer = msgspec.structs.replace(low, label=f"{high.label}（卧位）")
    said = Said(timezone.now(), {}, {high.label: 172.0, longer.label: 80.0})
    content = msgspec.structs.replace(content, questions=(high, longer))
    row = Occasion(opens_at=timezone.now())
    entry = entry_of(content, row, said, findings_in(content, said), ())
    assert [(line.label, line.beyond) for line in entry.lines] == [("收缩压", True), ("收缩压（卧位）", False)]


@pytest.mark.parametrize("state", ["proposed", "declined", "stopped", "ended", "done"])
def test_what_a_plan_that_is_over_says_fits_who_reads_it(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client, state: str
) -> None:
    plan = scenes.running(doctor, patient)
    ended = None if state == "proposed" else timezone.now()
    Plan.objects.filter(pk=plan.pk).update(state=state, ended_at=ended)
    written = at_doctor.post(f"/doctor/followups/{plan.pk}/write/", {"kind": "advice", "text": "少盐"})
    told = scenes.words(scenes.answer(at_patient, plan))
    assert written.status_code == 409
    assert str(UnableToAttend(state).sentence) in scenes.words(written)
    assert str(UnableToAnswer(state).sentence) in told
    assert "您" not in UnableToAttend(state).sentence and "患者" not in UnableToAnswer(state).sentence


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"q_systolic": "1320"}, "50 至 300 mmHg"),
        ({"q_systolic": "13.2"}, "50 至 300 mmHg"),
        ({"q_systolic": "高"}, "请只写数字"),
        ({"q_systolic": "-132"}, "请只写数字"),
        ({"q_systolic": "1e2"}, "请只写数字"),
        ({"q_systolic": "NaN"}, "请只写数字"),
        ({"q_systolic": ""}, "请填写数值"),
        ({"q_systolic": "84", "q_diastolic": "132"}, "写反"),
        ({"q_drugs": "nonsense"}, "请点选一个回答"),
        ({"q_warning": ""}, "请点选一个回答"),
        ({"q_more": "长" * 501}, "最多 500 个字"),
    ],
)
def test_what_can_not_be_is_asked_again_and_nothing_is_kept(
    doctor: Actor, patient: Actor, at_patient: Client, said: dict[str, str], words: str
) -> None:
    plan = scenes.running(doctor, patient)
    answer = scenes.answer(at_patient, plan, None, **said)
    assert answer.status_code == 422
    assert words in scenes.words(answer)
    assert not Answer.objects.exists()
    assert scenes.first(plan).state == "open"
    fine = scenes.answer(at_patient, plan, q_systolic="１３２", q_diastolic="84")
    assert fine.status_code == 302


def test_an_answer_is_given_once_in_its_time_and_never_after_the_end(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    second = Occasion.objects.get(plan=plan, number=2)
    early = scenes.answer(at_patient, plan, second)
    assert (early.status_code, "还没到" in scenes.words(early)) == (409, True)
    scenes.answer(at_patient, plan)
    twice = scenes.answer(at_patient, plan, q_systolic="150")
    assert (twice.status_code, "已经填过" in scenes.words(twice)) == (409, True)
    assert Answer.objects.count() == 1
    Occasion.objects.filter(pk=second.pk).update(
        opens_at=timezone.now() - timedelta(hours=9), closes_at=timezone.now() - timedelta(hours=1)
    )
    late = scenes.answer(at_patient, plan, second)
    assert (late.status_code, "过了填写时间" in scenes.words(late)) == (409, True)
    third = Occasion.objects.get(plan=plan, number=3)
    Occasion.objects.filter(pk=third.pk).update(opens_at=timezone.now() - timedelta(hours=1))
    Plan.objects.filter(pk=plan.pk).update(state="ended", ended_at=timezone.now())
    over = scenes.answer(at_patient, plan, third)
    assert (over.status_code, "已结束" in scenes.words(over)) == (409, True)


def test_another_patient_can_not_answer_and_an_occasion_belongs_to_its_plan(doctor: Actor, patient: Actor) -> None:
    plan = scenes.running(doctor, patient)
    other = scenes.patient()
    theirs = scenes.running(doctor, other)
    assert scenes.answer(scenes.browser(other), plan).status_code == 404
    crossed = scenes.answer(scenes.browser(other), theirs, scenes.first(plan))
    assert crossed.status_code == 404
    assert not Answer.objects.exists()


def test_the_clock_opens_reminds_once_and_closes(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.running(doctor, patient)
    assert "有 1 件随访的事等您" in scenes.words(at_patient.get("/patient/"))
    ticked(timedelta(hours=11))
    one = scenes.first(plan)
    assert one.reminded_at is not None
    assert "别忘了填" in scenes.words(at_patient.get("/patient/followups/"))
    ticked(timedelta(hours=12))
    assert scenes.first(plan).reminded_at == one.reminded_at
    ticked(timedelta(days=1, hours=6))
    assert scenes.first(plan).state == "missed"
    assert Occasion.objects.get(plan=plan, number=2).state == "open"
    assert scenes.plan(plan.pk).need == Plan.Need.OVERDUE
    assert "上一次没有填" in scenes.words(scenes.browser(doctor).get("/doctor/followups/"))


def test_a_plan_whose_last_occasion_is_past_is_done(doctor: Actor, patient: Actor) -> None:
    plan = scenes.running(doctor, patient)
    for _round in range(3):
        ticked(timedelta(days=200))
    assert scenes.plan(plan.pk).state == "done"
    assert not Occasion.objects.exclude(state="missed").exists()


def test_notes_and_drug_changes_stand_on_the_chart(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    scenes.answer(at_patient, plan)
    place = f"/doctor/followups/{plan.pk}/write/"
    today = timezone.localdate()
    kept = at_doctor.post(place, {"kind": "drugs", "text": "氨氯地平加到 10 mg", "on": today.isoformat()})
    assert kept.status_code == 302
    page = at_patient.get(f"/patient/followups/{plan.pk}/").content.decode()
    assert "氨氯地平加到 10 mg" in page
    assert 'class="chart-drug"' in page
    assert at_doctor.post(place, {"kind": "advice", "text": " "}).status_code == 422
    assert at_doctor.post(place, {"kind": "drugs", "text": "x", "on": "2020-01-01"}).status_code == 409
    assert at_doctor.post(place, {"kind": "advice", "text": "长" * 2001}).status_code == 422
    assert Note.objects.count() == 1


def test_a_photograph_and_its_place(doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client) -> None:
    plan = scenes.running(doctor, patient, "after_surgery")
    one = scenes.first(plan)
    told = {"occasion": str(one.pk)}
    refused = scenes.upload(at_patient, plan, scenes.photograph(), "photo", **told)
    assert (refused.status_code, refused.json()["clause"]) == (403, "1.6")
    scenes.say_yes(patient, "followup_photo")
    sent = scenes.upload(at_patient, plan, scenes.photograph(), "photo", **told)
    assert sent.status_code == 201, sent.content
    place = sent.json()["url"]
    assert at_patient.get(place).status_code == 200
    assert at_doctor.get(place).status_code == 404
    assert scenes.browser(scenes.patient()).get(place).status_code == 404
    again = scenes.upload(at_patient, plan, scenes.photograph(), "photo", **told)
    assert at_patient.post(again.json()["forget"]).status_code == 200
    assert Attachment.objects.count() == 1
    said = {"q_temperature": "36.8", "q_pain": "2", "q_wound": "red", "q_drain": "", "q_warning": "none"}
    at_patient.post(f"/patient/followups/{plan.pk}/{one.pk}/", said)
    assert at_doctor.get(place).status_code == 200
    assert at_patient.post(sent.json()["forget"]).status_code == 409
    late = scenes.upload(at_patient, plan, scenes.photograph(), "photo", **told)
    assert late.status_code == 409


def test_files_that_do_not_belong_are_refused(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    scenes.say_yes(patient, "followup_photo")
    told = {"occasion": str(scenes.first(plan).pk)}
    assert scenes.upload(at_patient, plan, scenes.photograph(), "photo", **told).status_code == 409
    assert scenes.upload(at_patient, plan, scenes.photograph(), "photo").status_code == 404
    assert scenes.upload(at_doctor, plan, scenes.photograph(), "photo").status_code == 409
    assert scenes.upload(at_patient, plan, scenes.photograph(), "video", **told).status_code == 409
    assert scenes.upload(scenes.browser(scenes.patient()), plan, scenes.photograph(), "photo").status_code == 404
    assert not Attachment.objects.exists()


def test_what_was_not_sent_in_time_is_gone(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.running(doctor, patient, "after_surgery")
    scenes.say_yes(patient, "followup_photo")
    sent = scenes.upload(at_patient, plan, scenes.photograph(), "photo", occasion=str(scenes.first(plan).pk))
    assert sent.status_code == 201
    ticked(timedelta(days=1))
    assert not Attachment.objects.exists()
    assert at_patient.get(sent.json()["url"]).status_code == 404
