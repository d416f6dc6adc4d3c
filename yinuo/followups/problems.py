"""What can't be done, by name, worded for the person: a whole sentence that says what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yinuo.followups.lint import Fault


class FollowupMissing(Exception):
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


class UnableToUsePlan(Exception):
    """The plan has faults, each at its place."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(", ".join(fault.place or "plan" for fault in faults))


_TO_PATIENT = {
    "proposed": _("您还没有确认这份计划。请打开计划，选择“确认参加”或“不参加”。"),
    "running": _("这份计划已经开始。不想继续，可以在计划页里退出。"),
    "declined": _("您没有参加这份计划，它已经结束。想参加，请医生另发一份。"),
    "stopped": _("您已退出这份计划，不再收集任何内容。想继续，请医生另发一份。"),
    "ended": _("医生已结束这份计划，不用再填。有不舒服请重新问诊或到医院就诊。"),
    "done": _("这份计划已全部完成，不用再填。有不舒服请重新问诊或到医院就诊。"),
}
_TO_DOCTOR = {
    "proposed": _("患者还没有确认这份计划。确认之后才会开始。"),
    "declined": _("患者没有参加这份计划，不能再改。可以与患者商量后另发一份。"),
    "stopped": _("患者已退出这份计划，不能再改，也不再收集任何内容。可以与患者商量后另发一份。"),
    "ended": _("这份计划已由医生结束，不能再改。需要时请另发一份。"),
    "done": _("这份计划已全部完成，不能再改。需要时请另发一份。"),
}


class UnableToPropose(Unable):
    reasons = {
        "not_qualified": _("通过资质审核之后才能安排随访。请到“工作台→我的认证”查看进度。"),
        "not_ended": _("问诊结束之后才能安排随访。请先写好结束语，结束问诊。"),
        "no_such_plan": _("没有这种随访计划。请从列表里选一种。"),
        "proposed": _("随访计划已经发给患者，正在等他确认，不用再发。"),
    }


class UnableToDecide(Unable):
    """Confirming, declining and leaving a plan."""

    reasons = {
        **_TO_PATIENT,
        "consent_missing": _("没有同意提供随访回答，计划就不能开始。可以改选“同意”，或选择不参加。"),
    }


class UnableToAnswer(Unable):
    reasons = {
        **_TO_PATIENT,
        "ahead": _("还没到填写的时间。到时间后会在“随访”里提醒您。"),
        "answered": _("这一次已经填过，医生已经看得到，不能再改。填错了请在下一次写明，或联系医生。"),
        "missed": _("这一次已经过了填写时间。请等下一次；有不舒服不要等，请重新问诊或到医院就诊。"),
    }


class UnableToAttach(Unable):
    reasons = {
        "answered": UnableToAnswer.reasons["answered"],
        "not_a_file": _("没有收到文件。请重新拍摄、选择或录制后再发。"),
        "used": _("这个文件的编号已经用过。请重新选择文件再发。"),
        "not_asked": _("这份计划没有请您拍照。请用文字说明。"),
        "too_many": _("一次最多附 6 个照片和录音。请先去掉不需要的。"),
    }


class UnableToAttend(Unable):
    """What the doctor does with a plan and its tasks."""

    reasons = {
        **_TO_DOCTOR,
        "not_own": _("这份计划是另一位医生发出的，只有他能结束它。您可以处理转交给您的事。"),
        "no_text": _("请写下内容再保存。"),
        "too_long": _("最多 2000 个字。请删减后再保存。"),
        "later": _("用药调整的日期不能在一年以前或一个月以后。请核对日期。"),
        "task_done": _("这件事已经处理过，不用再处理。"),
        "handed_over": _("这件事正在转交，等患者同意。要自己处理，请先撤回转交。"),
        "not_qualified": _("只能转交给本院通过资质审核的医生。请重新选择。"),
        "yourself": _("不能转交给自己。请选择另一位医生。"),
        "no_reason": _("请写明为什么转交，患者和接手的医生会看到。"),
        "decided": _("这次转交已经有了结果，请刷新页面查看。"),
    }


class UnableToInvite(Unable):
    reasons = {
        "not_qualified": _("通过资质审核之后才能邀请患者。请到“工作台→我的认证”查看进度。"),
        "not_stated": _("请先确认名单上的每个人都已亲口同意被邀请，再发送。"),
        "empty": _("名单是空的。请每行写一个姓名和一个手机号码。"),
        "faulty": _("名单里还有错误，一个邀请也没有发。请改好标出的行再提交。"),
        "too_many": _("等待接受的邀请最多 1000 个。请等一些邀请到期或被接受后再发。"),
        "too_many_today": _("每天最多发 500 个邀请。请明天再发其余的。"),
        "not_failed": _("这个邀请的短信不需要重发。"),
        "expired": _("这份邀请已失效（14 天）或已被接受。请向医生要一份新的邀请。"),
        "other_number": _("这份邀请发给的是另一个手机号码。请用收到短信的号码登录后再打开。"),
    }
