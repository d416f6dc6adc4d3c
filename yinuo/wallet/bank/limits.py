"""How much may be withdrawn, and when."""

from datetime import timedelta

LEAST = 100
"""Fen: smaller transfers cost more than they bring."""
PER_ACT = 2_000_000
PER_DAY = 5_000_000
"""Fen by doctor: what a stolen phone and card could take at the very most before somebody looks."""
COOLING_OFF = timedelta(hours=24)
"""A new card takes nothing yet: whoever bound it without the doctor's will is found out before money moves."""
LOOKED_AT_FROM = 1_000_000
"""Fen, asked for to one card within a day: from here on the finance desk looks before it is paid, and two of them let
it go."""
