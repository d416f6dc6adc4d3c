"""Payment services behind one small interface. Each adapter speaks its service's published protocol; in the
demonstration a stand-in on our own machine answers in its place."""

from yinuo.wallet.channels import alipay, wechat
from yinuo.wallet.channels.alipay import Alipay
from yinuo.wallet.channels.interface import (
    Channel,
    ChannelStruck,
    ChannelUnavailable,
    Forged,
    Found,
    Heard,
    PaymentState,
    RefundState,
    Trade,
)
from yinuo.wallet.channels.keys import configured
from yinuo.wallet.channels.reaching import declared
from yinuo.wallet.channels.wechat import WeChat

_ALL: dict[str, type[WeChat] | type[Alipay]] = {"wechat": WeChat, "alipay": Alipay}
_SHARED = {
    "wechat": (wechat.RECIPIENT, wechat.PURPOSE, wechat.ITEM),
    "alipay": (alipay.RECIPIENT, alipay.PURPOSE, alipay.ITEM),
}


def channel(name: str) -> Channel:
    """The adapter ``wechat`` or ``alipay``; raises :class:`ChannelUnavailable` when its settings or keys lack."""
    return _ALL[name]()


def offered() -> list[str]:
    """The services that this installation has a merchant's account with and the policy in force names."""
    return [name for name in _ALL if configured(name) and declared(*_SHARED[name])]


__all__ = [
    "Channel",
    "ChannelStruck",
    "ChannelUnavailable",
    "Forged",
    "Found",
    "Heard",
    "PaymentState",
    "RefundState",
    "Trade",
    "channel",
    "offered",
]
