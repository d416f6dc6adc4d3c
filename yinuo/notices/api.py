"""What others may ask of notices."""

from yinuo.notices.kinds import UnknownKind, still_worth
from yinuo.notices.push.queue import notify
from yinuo.notices.tasks import post_soon

__all__ = ["UnknownKind", "notify", "post_soon", "still_worth"]
