"""What others may ask of notices."""

from yinuo.notices.tasks import post_soon

__all__ = ["post_soon"]
