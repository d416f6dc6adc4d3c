"""What others may ask of cards."""

from yinuo.namecards.demonstration import hand_out

__all__ = ["hand_out"]
