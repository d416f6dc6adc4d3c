"""What other rooms use of follow-ups: ids and frozen dataclasses."""

from yinuo.followups.demonstration import show_followup

__all__ = ["show_followup"]
