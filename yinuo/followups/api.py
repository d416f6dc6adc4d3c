"""What other rooms use of follow-ups: ids and frozen dataclasses."""

from yinuo.followups.demonstration import show_followup
from yinuo.followups.pages.summary import plan_in_words

__all__ = ["plan_in_words", "show_followup"]
