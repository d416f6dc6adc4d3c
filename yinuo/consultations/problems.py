"""What can't be done, by name, worded for the person: a whole sentence that says what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ConsultationMissing(Exception):
    """There is no such row for this actor: it does not exist, or it is somebody else's. The answer is the same."""


class Unable(Exception):
    """``code`` is stable and for programs, ``sentence`` is for the person, in the language of the request."""

    reasons: dict[str, Promise] = {}

    def __init__(self, code: str) -> None:
        self.code = code
        self._sentence = self.reasons[code]
        super().__init__(code)

    @property
    def sentence(self) -> str:
        return str(self._sentence)


_OVER = {
    "open": _("这次问诊已经在另一台设备上接诊，可以直接进入交谈。"),
    "declined": _("这次问诊已经婉拒，不能再接诊。"),
    "expired": _("等候已满 24 小时，这次问诊已自动关闭。患者可以重新发起。"),
    "withdrawn": _("患者已撤回这次问诊，无需处理。"),
    "ended": _("这次问诊已经结束，内容不能再改。"),
    "referred": _("这次问诊已请患者到线下就诊，内容不能再改。"),
    "unpaid": _("这次问诊还没有付款。请先付款，再继续。"),
    "lapsed": _("15 分钟内没有付款，这次问诊已自动关闭，没有扣款。可以重新发起。"),
}


class UnableToAsk(Unable):
    reasons = {
        "under_age": _(
            "本版只接待年满 18 周岁的成年人。请由监护人带到医院就诊；情况紧急请立即拨打 120。您填写的内容没有保存。"
        ),
        "doctor_closed": _("这位医生目前不接诊。请换一位医生，或到医院就诊。"),
        "notice_not_signed": _("请先阅读并签署风险告知，再说明病情。风险告知刚更新过的，需要重新签署。"),
        "price_changed": _("这位医生刚刚改了接诊价格，您的问诊没有提交。请返回看过新的价格，再决定提交。"),
        "no_earlier_diagnosis": _("网上只能看复诊。请附上以往的诊断资料（拍照或选图），没有资料请到医院就诊。"),
    }


class UnableToWithdraw(Unable):
    reasons = {
        **_OVER,
        "open": _("医生已经接诊，不能再撤回。可以在交谈中告诉医生您不再需要，由医生结束问诊。"),
        "withdrawn": _("这次问诊已经撤回。"),
        "declined": _("医生没有接诊，这次问诊已经结束，无需撤回。"),
    }


class UnableToAccept(Unable):
    reasons = {**_OVER, "not_qualified": _("通过资质审核之后才能接诊。请到“工作台→我的认证”查看进度。")}


class UnableToDecline(Unable):
    reasons = {**_OVER, "no_reason": _("请选择或写下不接诊的理由，患者会看到它。")}


class UnableToAttend(Unable):
    """Judging, ending and referring need a consultation that is going on."""

    reasons = {
        **_OVER,
        "open": _("这次问诊正在进行。"),
        "waiting": _("这次问诊还没有接诊。请先接诊，再继续。"),
        "judged": _("这次问诊已经判断为复诊，不用重复判断。"),
        "not_judged": _("结束之前请先判断是否复诊：是复诊请勾选；不是复诊，请患者到线下就诊。"),
        "no_note": _("请写下结束语：结论和下一步。患者会看到它，结束后不能再改。"),
    }


class UnableToTakeIn(Unable):
    """A picture or voice note that can't join this consultation."""

    reasons = {
        **_OVER,
        "open": _("这次问诊正在进行。"),
        "waiting": _("医生接诊之后才能发图片和语音。"),
        "ended": _("这次问诊已经结束，不能再发图片和语音。"),
        "referred": _("这次问诊已请患者到线下就诊，不能再发图片和语音。"),
        "declined": _("医生没有接诊，不能发图片和语音。"),
        "withdrawn": _("这次问诊已经撤回，不能再发图片和语音。"),
        "not_a_file": _("没有收到文件。请重新拍摄、选择或录制后再发。"),
        "used": _("这个文件的编号已经用过。请重新选择文件再发。"),
    }
