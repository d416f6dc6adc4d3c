"""What can't be done with money, by name: a whole sentence that says what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OrderMissing(Exception):
    """There is no such row for this actor."""


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


class UnableToPay(Unable):
    reasons = {
        "over": _("这次问诊已经不在等待付款，没有扣款。请回到问诊查看。"),
        "no_way": _("请选择一种付款方式。"),
        "not_agreed": _("没有您的同意，不会把订单交给这家支付服务商。可以换一种付款方式，或撤回这次问诊。"),
        "old_notice": _("这一条政策刚刚更新。请看过新的说明，再选择是否同意。"),
        "struck": _("您确认的政策没有写明把订单交给这家支付服务商，没有扣款。请换一种付款方式，或撤回这次问诊。"),
        "unreachable": _("暂时联系不上支付服务商，没有扣款。请过一会儿再试，或换一种付款方式。"),
    }


class UnableToCharge(Unable):
    reasons = {
        "no_channel": _("这位医生收费，本院还没有开通付款，暂时不能提交。请选一位免费的医生，或到医院就诊。"),
    }


class UnableToRate(Unable):
    reasons = {
        "not_over": _("问诊结束之后才能评价。"),
        "rated": _("这次问诊您已经评价过了，谢谢。"),
        "no_stars": _("请先选择几颗星，再提交。"),
        "too_long": _("评价最多 500 个字。请删减后再提交，写好的都还在。"),
        "old_notice": _("这一条政策刚刚更新。请看过新的说明，再决定是否提交。"),
    }
