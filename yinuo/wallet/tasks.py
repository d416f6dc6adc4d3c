"""The wallet's periodic work."""

from yinuo.wallet.bank.tasks import compare_yesterday, pay_out

__all__ = ["compare_yesterday", "pay_out"]
