"""One plain function for each change."""

from yinuo.notices.actions.addresses import forget_address, keep_address
from yinuo.notices.actions.gathering import gather
from yinuo.notices.actions.posting import post

__all__ = ["forget_address", "gather", "keep_address", "post"]
