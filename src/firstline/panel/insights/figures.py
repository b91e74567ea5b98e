"""Numbers that say what they rest on: a share with its interval, and a spread of durations."""

import math
from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist

SURE = 0.9
"""Of an interval: it holds the true share so often."""
_Z = NormalDist().inv_cdf((1 + SURE) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float | None:
        return self._end(-1)

    @property
    def high(self) -> float | None:
        return self._end(+1)

    def _end(self, sign: int) -> float | None:
        """Give an end of the score interval (Wilson 1927), which holds for few cases too."""
        if not self.of:
            return None
        share, z2 = self.count / self.of, _Z**2
        middle = share + z2 / (2 * self.of)
        half = _Z * math.sqrt(share * (1 - share) / self.of + z2 / (4 * self.of**2))
        return min(max((middle + sign * half) / (1 + z2 / self.of), 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    of: int
    half: timedelta | None = None
    """Half of them took no longer."""
    most: timedelta | None = None
    """Nine of ten took no longer."""
