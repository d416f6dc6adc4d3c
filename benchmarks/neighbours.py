"""Who else used the machine while something was measured."""

import os
import time
from types import TracebackType
from typing import Self

from benchmarks.chat.costs import cpu_seconds, machine_busy_seconds

BUSY = 0.1


class Neighbours:
    """``with Neighbours() as others:`` around a measurement; ``others.cores`` afterwards: how many cores programs that
    this process did not start kept busy, on average."""

    def __init__(self) -> None:
        self.cores = 0.0
        self._began = (0.0, 0.0, 0.0)

    def __enter__(self) -> Self:
        self._began = self._now()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, way: TracebackType | None
    ) -> None:
        busy, own, at = (after - before for after, before in zip(self._now(), self._began, strict=True))
        self.cores = max(0.0, busy - own) / at

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return machine_busy_seconds(), cpu_seconds([os.getpid()]), time.monotonic()

    @property
    def sentence(self) -> str:
        used = f"Other programs used {self.cores:.2f} of the {os.cpu_count()} cores meanwhile"
        if self.cores < BUSY:
            return f"{used}: the machine was otherwise idle."
        return f"{used}: the machine was busy, and times are longer than on a calm one."
