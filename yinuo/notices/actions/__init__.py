"""One plain function for each change."""

from yinuo.notices.actions.addresses import forget_address, keep_address
from yinuo.notices.actions.devices import choose, forget_device, keep_device, stop_pushes
from yinuo.notices.actions.gathering import forget_old, gather, tell_devices
from yinuo.notices.actions.posting import post

__all__ = [
    "choose",
    "forget_address",
    "forget_device",
    "forget_old",
    "gather",
    "keep_address",
    "keep_device",
    "post",
    "stop_pushes",
    "tell_devices",
]
