"""How a page of the doctor's calls a patient."""

from collections.abc import Collection
from uuid import UUID

from yinuo.followups.models import Plan, Tie
from yinuo.followups.shown import NOTHING, Shown, shown


def names_of(plans: Collection[Plan]) -> dict[UUID, Shown]:
    """By plan: as the patient wants to be called in follow-ups. What they were called in a consultation was asked for
    that one; a plan that waits leads there instead."""
    ties = Tie.objects.filter(doctor__in={p.doctor_id for p in plans}, patient__in={p.patient_id for p in plans})
    tied = {(tie.doctor_id, tie.patient_id): shown(tie, "name") for tie in ties}
    return {plan.pk: tied.get((plan.doctor_id, plan.patient_id), NOTHING) for plan in plans}
