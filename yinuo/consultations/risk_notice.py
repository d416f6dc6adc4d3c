"""The hospital's notice of risks, signed before anything about health is asked (clause 1.2).

The Chinese text binds; its hash is what a patient signs, so a changed text has to be signed anew.
"""

import hashlib

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

TITLE = _("网上问诊风险告知")
POINTS: tuple[str | Promise, ...] = (
    _("网上问诊不能代替面诊：医生看不到、摸不到您，也不能当场检查，判断可能不完整。"),
    _(
        "这里只看复诊：同一种病，您已经在医院看过、有明确的诊断。医生判断不是复诊，或者需要当面检查的，会请您到线下就诊。"
    ),
    _("这里不处理急症。胸痛、呼吸困难、意识不清、大出血、抽搐、想伤害自己等情况，请立即拨打 120 或到最近的急诊。"),
    _("医生可能不会马上回复。提交后最多等候 24 小时，没有医生接诊就自动关闭。"),
    _("医生的建议取决于您给的信息。请如实、完整说明，隐瞒或说错可能带来危险。"),
    _("本版不开处方。没有医生的当面诊疗，请不要自行停药、换药或加量。"),
    _("问诊内容依法作为病历保存，您随时可以查看。"),
)


def text() -> str:
    """The notice as it is signed and kept: one point a line, in Chinese."""
    with override("zh-hans"):
        return "\n".join(str(part) for part in (TITLE, *POINTS))


def digest() -> str:
    return hashlib.sha256(text().encode()).hexdigest()
