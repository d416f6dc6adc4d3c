"""Named failures of requests; each a whole sentence that says what to do next."""

from django.utils.translation import gettext as _


class UnableToAsk(Exception):
    """Base: ``code`` for programs, ``sentence`` for the person."""

    code = "unable"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingSaid(UnableToAsk):
    code = "nothing_said"

    def __init__(self) -> None:
        super().__init__(_("请写几句话，我们才知道要办什么。"))


class TooLong(UnableToAsk):
    code = "too_long"

    def __init__(self, longest: int) -> None:
        super().__init__(_("请写在 %(longest)d 字以内；写不下的可以提交之后再补充。") % {"longest": longest})


class UnknownKind(UnableToAsk):
    code = "unknown_kind"

    def __init__(self) -> None:
        super().__init__(_("请选择要办哪一类。"))


class UnknownItem(UnableToAsk):
    code = "unknown_item"

    def __init__(self) -> None:
        super().__init__(_("政策里没有这一项信息。请在下面的文字里写明要更正什么。"))


class AlreadyOver(UnableToAsk):
    code = "already_over"

    def __init__(self) -> None:
        super().__init__(_("这件事已经办结。还有要说的，请另提一件。"))


class IdentityFirst(UnableToAsk):
    code = "identity_first"

    def __init__(self) -> None:
        super().__init__(_("请先核实提出的人就是本人，并记下核实的办法，然后才能答复。"))


class SecondOfficer(UnableToAsk):
    code = "second_officer"

    def __init__(self) -> None:
        super().__init__(
            _(
                "身份是您核实的，放行登录和换号要由另一位隐私专员来点。请同事打开这件请求；还没有同事的，请系统管理员邀请一位。"
            )
        )


class ReasonNeeded(UnableToAsk):
    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__(_("请选择第 5.8 条里的一种理由，并写明缘由。"))


class ExtendedBefore(UnableToAsk):
    code = "extended_before"

    def __init__(self) -> None:
        super().__init__(_("期限只能延长一次，这件已经延长过。"))


class AtTheCap(UnableToAsk):
    code = "at_the_cap"

    def __init__(self) -> None:
        super().__init__(_("已经是规定的最晚期限（十五个工作日），不能再延长。"))


class NobodyFound(UnableToAsk):
    code = "nobody_found"

    def __init__(self) -> None:
        super().__init__(
            _("没有找到这个手机号码的账户，请核对号码和身份。号码已由运营商转给别人的，请在“号码已不在账户上”里找。")
        )
