"""The page on which the demonstration's patient presses pay or cancel, and the list of what was asked for; plainly
labelled as what they are."""

from dataclasses import dataclass

from yinuo.wallet.stand_in.till import Trade
from yinuo.web import stand_in

TEMPLATE = "wallet/stand_in_cashier.html"
NAMES = {"wechat": "微信支付", "alipay": "支付宝"}
STATES = {"open": "等待付款", "paid": "已付款", "closed": "已关闭"}


@dataclass(frozen=True)
class Shown:
    service: str
    number: str
    amount: str
    state: str

    @classmethod
    def of(cls, trade: Trade) -> "Shown":
        amount = f"{trade.fen // 100}.{trade.fen % 100:02d}"
        return cls(NAMES[trade.service], trade.number[-8:], amount, STATES[trade.state])


@dataclass(frozen=True)
class Till(Shown):
    open: bool = False
    token: str = ""
    back: str = ""
    problem: str = ""


def cashier(trade: Trade, root: str, back: str) -> str:
    """``root`` is the way from the page's address to the stand-in's."""
    shown = Shown.of(trade)
    one = Till(**vars(shown), open=trade.state == "open", token=trade.token, back=back)
    return stand_in.draw(TEMPLATE, one=one, root=root)


def unsigned() -> str:
    one = Till("支付宝", "", "", "", problem="订单的签名不对，没有打开。")
    return stand_in.draw(TEMPLATE, one=one, root="")
