"""What others may ask of notices."""

from yinuo.notices.kinds import UnknownKind, still_worth
from yinuo.notices.push.queue import notify
from yinuo.notices.push.quiet import choices_in_words
from yinuo.notices.tasks import post_soon

__all__ = ["UnknownKind", "choices_in_words", "notify", "post_soon", "still_worth"]
