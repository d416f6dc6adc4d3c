"""Named failures of accounts; each has a code and a whole sentence that says what to do next."""

from django.utils.translation import gettext as _


class UnableToContinue(Exception):
    """Base: ``code`` for programs, the message for the person."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AskedTooOften(UnableToContinue):
    code = "asked_too_often"

    def __init__(self, wait: int) -> None:
        super().__init__(_("验证码请求过于频繁，请等 %(seconds)d 秒后再试。") % {"seconds": wait})
        self.wait = wait


class UnableToSend(UnableToContinue):
    code = "unable_to_send"

    def __init__(self) -> None:
        super().__init__(_("短信现在发不出去，您填写的号码没有保存。请稍等一分钟再试，或联系医院。"))


class WrongCode(UnableToContinue):
    """``left`` attempts remain."""

    code = "wrong_code"

    def __init__(self, left: int) -> None:
        super().__init__(_("验证码不正确，还可以再试 %(left)d 次。") % {"left": left})
        self.left = left


class MalformedCode(UnableToContinue):
    code = "malformed_code"

    def __init__(self) -> None:
        super().__init__(_("验证码是短信里的 6 位数字，请核对后再填。"))


class VoidCode(UnableToContinue):
    code = "void_code"

    def __init__(self) -> None:
        super().__init__(_("连续填错 5 次，这个验证码已作废。请重新获取验证码。"))


class ExpiredCode(UnableToContinue):
    code = "expired_code"

    def __init__(self) -> None:
        super().__init__(_("验证码已过期（5 分钟内有效）。请重新获取验证码。"))


class UsedCode(UnableToContinue):
    code = "used_code"

    def __init__(self) -> None:
        super().__init__(_("这个验证码已经用过了，每个验证码只能用一次。请重新获取验证码。"))


class NoCode(UnableToContinue):
    code = "no_code"

    def __init__(self) -> None:
        super().__init__(_("还没有获取验证码，请先填写手机号码。"))


class NumberHeld(UnableToContinue):
    code = "number_held"

    def __init__(self) -> None:
        super().__init__(_("这个号码已经有账户，不能再用来更换。请换一个号码，或用它登录那个账户。"))


class PassOver(UnableToContinue):
    code = "pass_over"

    def __init__(self) -> None:
        super().__init__(_("这个链接已用过或已过期，请联系个人信息保护负责人。"))


class NotForStaff(UnableToContinue):
    code = "not_for_staff"

    def __init__(self) -> None:
        super().__init__(_("工作人员不用换号链接。请让系统管理员重新邀请。"))


class SameNumber(UnableToContinue):
    code = "same_number"

    def __init__(self) -> None:
        super().__init__(_("这就是现在的号码，不用更换。"))


class InvitationOver(UnableToContinue):
    code = "invitation_over"

    def __init__(self) -> None:
        super().__init__(_("这个邀请链接已用过或已过期，请联系系统管理员重新邀请。"))


class NameMissing(UnableToContinue):
    code = "name_missing"

    def __init__(self) -> None:
        super().__init__(_("请填写姓名（不超过 40 个字）。"))
