"""How a page of the doctor's calls a patient."""

from collections.abc import Collection
from uuid import UUID

from yinuo.consultations import api as consultations
from yinuo.followups.models import Plan, Tie
from yinuo.followups.shown import NOTHING, Shown, shown
from yinuo.promise.gate import Actor


def names_of(actor: Actor, plans: Collection[Plan]) -> dict[UUID, Shown]:
    """By plan: as the patient wants to be called in follow-ups. Until the patient has answered how, a plan that waits
    is shown to the doctor who sent it under the name of the consultation it came from. The gate decides on each."""
    ties = Tie.objects.filter(doctor__in={p.doctor_id for p in plans}, patient__in={p.patient_id for p in plans})
    tied = {(tie.doctor_id, tie.patient_id): shown(tie, "name") for tie in ties}
    found = {plan.pk: tied.get((plan.doctor_id, plan.patient_id), NOTHING) for plan in plans}
    waiting = {
        plan.pk: plan.consultation
        for plan in plans
        if plan.consultation and plan.state == Plan.State.PROPOSED and (plan.doctor_id, plan.patient_id) not in tied
    }
    called = consultations.names_given(actor, waiting.values()) if waiting else {}
    return found | {pk: Shown(text=called[held]) for pk, held in waiting.items() if held in called}
