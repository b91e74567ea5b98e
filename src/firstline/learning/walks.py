"""Walks: in which order thresholds are tested, and what each test may spend of delta.

Angelopoulos et al. 2021, "Learn then Test": the hypotheses "at this threshold the precision
is below the target" are tested in an order fixed beforehand, from strict to loose. The
order starts at several places that share delta. A test that passes hands what it had on to
the next; one that fails loses it, and the walk goes on with the share of the next start.
This is the fallback procedure (Wiens 2003; Wiens & Dmitrienko 2005): whatever the
dependence between the tests, a wrong threshold is accepted with probability at most delta.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstline.analysis.bounds import p_values
from firstline.learning.precision import Scored

STEPS = 61  # finer grids gain nothing measurable
STARTS = (0.1, 0.4)
"""Shares of the pilot's replies that a start answers; they share delta equally. The strict one
finds a threshold where only the surest replies are right often enough, the loose one where the
strict one has too few cases. The same ones whatever is promised: promising more never answers
more."""
FEWEST_CASES = 100  # at a start; fewer prove little


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    thresholds: tuple[float, ...]
    """Strict to loose."""
    shares: tuple[float, ...]
    """Of delta, one for each threshold: what a walk that starts there may spend. At most 1
    together; 0 where no walk starts."""

    @classmethod
    def from_strictest(cls, thresholds: Sequence[float]) -> "Walk":
        """Test in a fixed sequence, all of delta at its start."""
        return cls(
            thresholds=tuple(thresholds),
            shares=tuple(float(number == 0) for number in range(len(thresholds))),
        )

    def down_to(self, least: float) -> "Walk":
        """End at `least`, a threshold chosen without looking at labels."""
        kept = sum(threshold > least for threshold in self.thresholds)
        if kept == len(self.thresholds):
            return self
        return Walk(
            thresholds=(*self.thresholds[:kept], least),
            shares=(*self.shares[:kept], sum(self.shares[kept:])),
        )

    def proven(self, calibration: Scored, *, target: float, delta: float) -> tuple[float, ...]:
        """Return every threshold that passes, strict to loose.

        With probability at least 1 − delta, all of them have a precision of `target` or more,
        so that any of them may be chosen.
        """
        answered, right = calibration.at_each(self.thresholds)
        accepted, share = [], 0.0
        for threshold, own, p in zip(
            self.thresholds, self.shares, p_values(right, answered, target), strict=True
        ):
            share += own
            if share > 0 and p <= share * delta:
                accepted.append(threshold)
            else:
                share = 0.0
        return tuple(accepted)


def plan(pilot: Scored, *, cases: int) -> Walk:
    """Fix the thresholds to test, and where the walk starts.

    Args:
        pilot: scores of earlier cases; their quantiles become the thresholds.
        cases: how many calibration cases there are; no label or score of them is looked at.
    """
    if not len(pilot):
        return Walk(thresholds=(), shares=())
    fewest = min(FEWEST_CASES / max(cases, 1), 1)
    coverages = [max(share, fewest) for share in STARTS]
    starts = np.quantile(pilot.probability, 1 - np.array(coverages)).tolist()
    grid = np.quantile(pilot.probability, 1 - np.linspace(coverages[0], 1, STEPS)).tolist()
    thresholds = sorted({*starts, *grid}, reverse=True)
    return Walk(
        thresholds=tuple(thresholds),
        shares=tuple(starts.count(threshold) / len(starts) for threshold in thresholds),
    )
