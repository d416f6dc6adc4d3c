"""The demonstration's stand-in for the payout service and for the card verifier: both protocols over real HTTP.

It checks signatures like the two services do, pays nobody, and shows on a page of its own what it was told: never a
whole number. Production refuses to start with it on.
"""
