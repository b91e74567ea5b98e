"""Does something happen more often in one group? Evidence that may be looked at at any time.

Turner, Ly and Grünwald 2021, "Generic E-variables for exact sequential k-sample tests that
allow for optional stopping". Outcomes are taken in blocks of one from the suspect and some
from the others. Each block multiplies a wealth by how much better two rates explain it than
one rate for both; the rates come from earlier blocks alone. As long as the suspect's rate is
not the higher one, the wealth does not grow on average, so it ever reaches 1/alpha with
probability at most alpha, however often one looks (Ville's inequality).
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

PRIOR = 0.18  # imagined outcomes of each kind before the first block, as in the paper
MOST_WAITING = 10_000  # outcomes of one group that have no partner yet


@dataclass(slots=True)
class Rate:
    happened: int = 0
    of: int = 0

    @property
    def estimate(self) -> float:
        return (self.happened + PRIOR) / (self.of + 2 * PRIOR)

    def count(self, outcomes: Sequence[bool]) -> None:
        self.happened += sum(outcomes)
        self.of += len(outcomes)


def _waiting() -> "deque[bool]":
    return deque(maxlen=MOST_WAITING)


@dataclass(slots=True)
class HigherRate:
    """Evidence that the rate of a suspect is higher than that of others."""

    others_in_block: int
    """About as many as come for each outcome of the suspect."""
    log_wealth: float = 0.0
    suspect: Rate = field(default_factory=Rate)
    others: Rate = field(default_factory=Rate)
    _suspects: "deque[bool]" = field(default_factory=_waiting)
    _others: "deque[bool]" = field(default_factory=_waiting)

    def add(self, *, is_suspect: bool, happened: bool) -> None:
        (self._suspects if is_suspect else self._others).append(happened)
        while self._suspects and len(self._others) >= self.others_in_block:
            others = [self._others.popleft() for _ in range(self.others_in_block)]
            self._bet([self._suspects.popleft()], others)

    def is_proven(self, alpha: float) -> bool:
        return self.log_wealth >= -math.log(alpha)

    def _bet(self, suspect: Sequence[bool], others: Sequence[bool]) -> None:
        high, low = self.suspect.estimate, self.others.estimate
        if high > low:  # nothing is staked while the suspect does not look worse
            both = (high * len(suspect) + low * len(others)) / (len(suspect) + len(others))
            self.log_wealth += _log_likelihood(suspect, high) + _log_likelihood(others, low)
            self.log_wealth -= _log_likelihood([*suspect, *others], both)
        self.suspect.count(suspect)
        self.others.count(others)


def _log_likelihood(outcomes: Sequence[bool], rate: float) -> float:
    return sum(math.log(rate if happened else 1 - rate) for happened in outcomes)
