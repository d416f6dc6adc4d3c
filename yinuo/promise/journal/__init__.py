"""The journal: append-only, chained, anchored (house law 9)."""
