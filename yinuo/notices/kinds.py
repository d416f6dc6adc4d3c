"""What may be pushed: a closed list (clause 1.10; patients 1.5). What is not in it can't be sent, and each kind is a
measure of a clause, so that `yinuo check` finds a kind that no clause declares.

A kind says one fixed, neutral sentence: no name, no content, nothing to aim at somebody. To add one see
``docs/how-to/send-a-push.md``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yinuo.promise.bindings import measure, measure_by
from yinuo.promise.policy.model import Version
from yinuo.web.notifications import notification

Still = Callable[[UUID, UUID | None], bool]


class UnknownKind(Exception):
    """A fault of the program: something asked for a push that no clause knows."""


@dataclass(frozen=True)
class Kind:
    """``says`` is all that a locked screen shows; ``does`` is its line among the switches.

    ``opens`` names the page by role, with the id of what it is about where the page takes one. ``urgent`` goes out in
    quiet hours too. ``pause`` leaves the person time to see it in the page. ``keeps`` is how long it is worth sending.
    """

    id: str
    says: str | Promise
    does: str | Promise
    opens: Mapping[str, str]
    takes: str = ""
    urgent: bool = False
    pause: timedelta = timedelta()
    keeps: timedelta = timedelta(days=1)

    @property
    def measure(self) -> str:
        return f"push.{self.id}"

    @property
    def urgent_measure(self) -> str:
        return f"push.urgent.{self.id}"

    def said(self, language: str) -> str:
        with override(language):
            return str(self.says)


LIST = (
    Kind(
        "new_consultation",
        says=_("有新的待办"),
        does=_("有患者提出问诊申请"),
        opens={"doctor": "consultations:attend"},
        takes="consultation_id",
    ),
    Kind(
        "request_closing",
        says=_("有一项待办快到时间了"),
        does=_("问诊申请快要关闭（夜里也提醒）"),
        opens={"doctor": "consultations:attend"},
        takes="consultation_id",
        urgent=True,
        keeps=timedelta(hours=2),
    ),
    Kind(
        "request_answered",
        says=_("您提交的申请有了答复"),
        does=_("医生答复了您的申请，或者申请过时关闭"),
        opens={"patient": "patients:consultation"},
        takes="consultation_id",
    ),
    Kind(
        "new_message",
        says=_("有一条新消息"),
        does=_("有新消息，而您没有在看"),
        opens={"doctor": "consultations:attend", "patient": "patients:consultation"},
        takes="consultation_id",
        pause=timedelta(seconds=2),
    ),
    Kind(
        "review_result",
        says=_("审核有了结果"),
        does=_("资质审核有结果"),
        opens={"doctor": "credentials:home"},
    ),
    Kind(
        "followup_waits",
        says=_("有一件事等您来答"),
        does=_("医生按计划问您、答复您，或者要征得您的同意"),
        opens={"patient": "followups:own"},
        takes="plan_id",
        keeps=timedelta(days=2),
    ),
    Kind(
        "followup_task",
        says=_("有一项新的待办"),
        does=_("随访里有一件事要您处理"),
        opens={"doctor": "followups:plan"},
        takes="plan_id",
        keeps=timedelta(days=2),
    ),
    Kind(
        "payout_result",
        says=_("有一项申请有了结果"),
        does=_("提现到账或没有成功"),
        opens={"doctor": "bank:withdrawal"},
        takes="withdrawal",
        keeps=timedelta(days=2),
    ),
    Kind(
        "refund_result",
        says=_("有一项申请有了结果"),
        does=_("问诊费已经退还"),
        opens={"patient": "wallet:order"},
        takes="order_id",
        keeps=timedelta(days=2),
    ),
    Kind(
        "policy_change",
        says=_("隐私政策有新版"),
        does=_("隐私政策有新版"),
        opens={"doctor": "notices:list", "patient": "notices:list"},
        keeps=timedelta(days=7),
    ),
)
KINDS: dict[str, Kind] = {kind.id: kind for kind in LIST}
_still: dict[str, Still] = {}


@measure("push.closed_list")
def kind_of(name: str) -> Kind:
    """The kind; raises :class:`UnknownKind`."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(f"{name!r} is no kind of push: there is no door for it") from None


def declared(kind: Kind, role: str, version: Version) -> bool:
    """Does a clause of this version name the kind, and is the kind for this role?"""
    named = {one.id for clause in version.clauses.values() for one in clause.measures}
    return role in kind.opens and kind.measure in named and (not kind.urgent or kind.urgent_measure in named)


def still_worth(name: str) -> Callable[[Still], Still]:
    """A room's answer, asked right before sending: is it still so? ``person`` and what it is ``about``, ids only."""
    kind_of(name)

    def keep(answer: Still) -> Still:
        _still[name] = answer
        return answer

    return keep


def is_still_worth(kind: Kind, person: UUID, about: UUID | None) -> bool:
    answer = _still.get(kind.id)
    return answer is None or answer(person, about)


for _kind in LIST:
    measure_by(_kind.measure, f"{__name__}.KINDS")
    if _kind.urgent:
        measure_by(_kind.urgent_measure, f"{__name__}.KINDS")
    notification(_kind.id, _kind.said)
