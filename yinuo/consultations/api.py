"""What other rooms use of consultations: ids and frozen dataclasses."""

from yinuo.consultations.actions.asking import (
    Asked,
    ask_consultation,
    forget_document,
    live_consultation,
    require_adult,
    sign_notice,
    signed_notice,
    take_document,
    withdraw_request,
)
from yinuo.consultations.actions.paying import Due, begin_waiting, due
from yinuo.consultations.consents import (
    ConsentAct,
    basic_granted,
    decide_acts,
    granted_items,
    pending_acts,
)
from yinuo.consultations.outcomes import when_over
from yinuo.consultations.pages.before import Parties, parties_of, state_of
from yinuo.consultations.pages.records import OwnPage, RecordRow, Records, own_page, own_records
from yinuo.consultations.pages.thread import ThreadPage, thread_page
from yinuo.consultations.problems import ConsultationMissing, Unable, UnableToAsk
from yinuo.consultations.risk_notice import POINTS as RISK_POINTS
from yinuo.consultations.risk_notice import digest as risk_digest
from yinuo.consultations.shown import Shown
from yinuo.consultations.views.answers import actor_of, missing_is_404, unable

__all__ = [
    "RISK_POINTS", "Asked", "ConsentAct", "ConsultationMissing", "Due", "OwnPage", "Parties", "RecordRow", "Records",
    "Shown", "ThreadPage", "Unable", "UnableToAsk", "actor_of", "ask_consultation", "basic_granted", "begin_waiting",
    "decide_acts", "due", "forget_document", "granted_items", "live_consultation", "missing_is_404",
    "own_page", "own_records", "parties_of",
    "pending_acts", "require_adult", "risk_digest", "sign_notice", "signed_notice", "state_of", "take_document",
    "thread_page", "unable", "when_over", "withdraw_request",
]  # fmt: skip
