"""What other rooms use of the wallet: ids and frozen dataclasses."""

from yinuo.wallet.actions.paying import require_chargeable
from yinuo.wallet.pages.orders import RefundLine, refund_of
from yinuo.wallet.pages.rating import Stars, is_rated, stars_of
from yinuo.wallet.problems import UnableToCharge

__all__ = ["RefundLine", "Stars", "UnableToCharge", "is_rated", "refund_of", "require_chargeable", "stars_of"]
