"""Named failures of cards and withdrawals; each a whole sentence that says what to do next. SECURITY: none of them says
a number that somebody typed, so that they may be logged."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.wallet.bank.numbers import yuan


class UnableToPayOut(Exception):
    """Base: ``code`` for programs, ``sentence`` for the person, ``field`` where it was typed."""

    code = "unable"
    field = ""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongCard(UnableToPayOut):
    code, field = "wrong_card", "number"

    def __init__(self) -> None:
        super().__init__(_("银行卡号不对，可能输错了一位。请对照卡面再填一次。"))


class UnknownBank(UnableToPayOut):
    code, field = "unknown_bank", "number"

    def __init__(self) -> None:
        super().__init__(_("这张卡所属的银行暂不支持。请换一张常用银行的储蓄卡。"))


class CreditCard(UnableToPayOut):
    code, field = "credit_card", "number"

    def __init__(self) -> None:
        super().__init__(_("这是一张信用卡，收入只能打到储蓄卡。请换一张储蓄卡。"))


class WrongIdNumber(UnableToPayOut):
    code, field = "wrong_id_number", "id_number"

    def __init__(self) -> None:
        super().__init__(_("身份证号码不对，可能输错了一位。请填 18 位号码，末位可以是 X。"))


class WrongPhone(UnableToPayOut):
    code, field = "wrong_phone", "bank_phone"

    def __init__(self) -> None:
        super().__init__(_("银行预留手机号应是 11 位手机号码。请填办卡时留给银行的号码。"))


class NoName(UnableToPayOut):
    code = "no_name"

    def __init__(self) -> None:
        super().__init__(_("收入只能打到您本人名下的卡，要先通过资质审核、核实姓名。请到“我的认证”看看进度。"))


class NotAgreed(UnableToPayOut):
    code = "not_agreed"

    def __init__(self) -> None:
        super().__init__(_("这几项要逐项同意后才能填。请先在本页作选择。"))


class CardStands(UnableToPayOut):
    code = "card_stands"

    def __init__(self) -> None:
        super().__init__(_("您已经有一张银行卡。要换卡，请先移除原来的。"))


class NotYours(UnableToPayOut):
    """The four elements do not belong together; ``why`` is the verifier's word for it."""

    code = "not_yours"

    def __init__(self, why: str = "") -> None:
        said = {
            "name": _("银行说，卡的户名与您认证的姓名不一致。请换一张您本人的卡。"),
            "closed": _("银行说，这张卡已挂失、过期或受限制，不能收款。请换一张卡，或先到银行处理。"),
            "often": _("今天核验的次数太多了，请明天再试。"),
        }
        super().__init__(said.get(why, _("银行说，姓名、身份证号码、卡号和预留手机号对不上。请核对后再试。")))


class VerifierSilent(UnableToPayOut):
    code = "verifier_silent"

    def __init__(self) -> None:
        super().__init__(_("银行卡核验服务暂时没有答复，卡没有添加，您刚才填的内容已经删除。请稍后再填一次。"))


class BindingOver(UnableToPayOut):
    code = "binding_over"

    def __init__(self) -> None:
        super().__init__(_("时间太久，刚才填的内容已按规定删除。请重新填写。"))


class NoVerifier(UnableToPayOut):
    code = "no_verifier"

    def __init__(self) -> None:
        super().__init__(
            _("本院还没有开通银行卡核验，暂时不能添加银行卡。您填的内容没有保存，收入一直为您记着。请联系本院财务。")
        )


class NoService(UnableToPayOut):
    code = "no_service"

    def __init__(self) -> None:
        super().__init__(_("本院还没有开通打款，暂时不能提现。没有扣款，收入一直为您记着。请联系本院财务。"))


class NoCard(UnableToPayOut):
    code = "no_card"

    def __init__(self) -> None:
        super().__init__(_("还没有可以收款的银行卡。请先添加一张。"))


class CoolingOff(UnableToPayOut):
    code = "cooling_off"

    def __init__(self, until: datetime) -> None:
        when = timezone.localtime(until).strftime("%m-%d %H:%M")
        super().__init__(_("新添加的卡 24 小时后才能提现，这是为了防止被人冒用。%(when)s 以后再来。") % {"when": when})


class WrongAmount(UnableToPayOut):
    code, field = "wrong_amount", "amount"

    def __init__(self) -> None:
        super().__init__(_("请填写提现金额，单位是元，最多两位小数，例如 320.50。"))


class TooLittle(UnableToPayOut):
    code, field = "too_little", "amount"

    def __init__(self, least: int) -> None:
        super().__init__(_("一次最少提现 %(yuan)s 元。") % {"yuan": yuan(least)})


class TooMuch(UnableToPayOut):
    code, field = "too_much", "amount"

    def __init__(self, most: int) -> None:
        super().__init__(_("一次最多提现 %(yuan)s 元。请分几次提。") % {"yuan": yuan(most)})


class TooMuchToday(UnableToPayOut):
    code, field = "too_much_today", "amount"

    def __init__(self, left: int) -> None:
        super().__init__(_("超过了每天的限额，今天还可以提 %(yuan)s 元。其余的请明天再提。") % {"yuan": yuan(left)})


class NotEnoughIncome(UnableToPayOut):
    code, field = "not_enough", "amount"

    def __init__(self, fen: int) -> None:
        super().__init__(_("可提现的收入不够：现在有 %(yuan)s 元。没有扣款，请改小金额再试。") % {"yuan": yuan(fen)})


class AskedAnew(UnableToPayOut):
    """What was confirmed is not what stands any more: another card, another person, or too long ago."""

    code = "asked_anew"

    def __init__(self) -> None:
        super().__init__(_("这一页已经过期，没有扣款。请重新填写金额。"))


class LookedTooLate(UnableToPayOut):
    """The page from which a card's number was to be shown is none any more."""

    code = "looked_too_late"

    def __init__(self) -> None:
        super().__init__(_("这一页已经过期，卡号没有显示。请再点“查看完整卡号”，用新的验证码查看。"))


class NotForDesk(UnableToPayOut):
    """Somebody was quicker, or the second person is the first."""

    code = "not_for_desk"

    def __init__(self, second: bool = False) -> None:
        same = _("解除要由另一位财务人员确认，不能由提出的人自己确认。")
        super().__init__(same if second else _("这一笔刚刚有了变化，您的操作没有记下。请看最新情况再决定。"))
