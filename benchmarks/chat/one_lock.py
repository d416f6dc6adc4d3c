"""The gateway with one advisory lock for everybody, to measure what a lock per person (house law 6) costs."""

import sys

from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.realtime import gateway, seats

if __name__ == "__main__":
    seats.lock_key = lambda person: POLICY_KEY
    sys.exit(gateway.main())
