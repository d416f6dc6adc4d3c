"""The bars that stand for a recording: how loud each part of it is beside its loudest part."""

from array import array

BARS = 64
# One hundredth of full scale: below this even the loudest part is silence, and is not blown up to look like speech.
QUIET = 328


def peaks_of(samples: "array[int]", bars: int = BARS) -> list[int]:
    """``bars`` whole numbers from 0 to 100 for signed samples of 16 bits."""
    total = len(samples)
    loudness = []
    for bar in range(bars):
        part = samples[bar * total // bars : (bar + 1) * total // bars]
        loudness.append(max(max(part), -min(part)) if part else 0)
    loudest = max(*loudness, QUIET)
    return [round(100 * value / loudest) for value in loudness]
