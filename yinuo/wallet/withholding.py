"""What is withheld of a doctor's income of one month (劳务报酬所得预扣预缴).

Income of the same work that goes on within a month counts as one. Up to 4,000 yuan 800 are left out, above that 20 %;
of the rest 20 % up to 20,000 yuan, 30 % less 2,000 up to 50,000, and 40 % less 7,000 above. It is a prepayment: the
person settles the year with the tax office. Value added tax is not part of it: single consultations stay far below
its threshold, and where a doctor's months do not, the hospital's accountants act.
"""

FREE, UP_TO = 800_00, 4_000_00
STEPS = ((20_000_00, 20, 0), (50_000_00, 30, 2_000_00), (None, 40, 7_000_00))


def taxable(fen: int) -> int:
    return max(0, fen - FREE) if fen <= UP_TO else fen - (fen * 20 + 50) // 100


def withheld(fen: int) -> int:
    """The tax in whole fen, half a fen upwards."""
    base = taxable(fen)
    rate, off = next((rate, off) for limit, rate, off in STEPS if limit is None or base <= limit)
    return (base * rate + 50) // 100 - off
