"""Scored replies, and how many more of them a promise would take."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firstline.analysis.bounds import cases_to_certify


@dataclass(frozen=True, slots=True)
class Scored:
    """Cases with the probability of their best reply and whether it was right."""

    probability: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, pairs: Sequence[tuple[float, bool]]) -> "Scored":
        return cls(
            np.array([probability for probability, _ in pairs], dtype=np.float64),
            np.array([right for _, right in pairs], dtype=np.bool_),
        )

    def __len__(self) -> int:
        return len(self.probability)

    def at(self, threshold: float) -> tuple[int, int]:
        """How many reach the threshold, and how many of them are right."""
        reached = self.probability >= threshold
        return int(reached.sum()), int(self.right[reached].sum())

    def at_each(self, thresholds: Sequence[float]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Count as `at` does, for many thresholds at once."""
        order = np.argsort(-self.probability, kind="stable")
        right = np.concatenate([[0], np.cumsum(self.right[order])])
        lowest = -np.asarray(thresholds, dtype=np.float64)
        answered = np.searchsorted(-self.probability[order], lowest, side="right")
        return answered, right[answered]


def naive_threshold(calibration: Scored, *, target: float) -> float | None:
    """Return the lowest threshold whose empirical precision meets the target.

    The usual practice; it breaks its promise in about half of all runs. For comparison only.
    """
    order = np.argsort(-calibration.probability, kind="stable")
    precision = np.cumsum(calibration.right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= target)
    return float(calibration.probability[order][good[-1]]) if len(good) else None


def cases_needed(
    calibration: Scored, thresholds: Sequence[float], *, target: float, delta: float
) -> int | None:
    """Estimate how many more cases would let some threshold pass; None if none seems to."""
    seen = [(answered, right) for answered, right in map(calibration.at, thresholds) if answered]
    half_of_the_errors = (1 + target) / 2
    if not seen:  # nothing speaks against half the allowed errors
        return cases_to_certify(half_of_the_errors, target, delta)
    totals = []
    for answered, right in seen:
        # one more error than seen in twice as many: no luck is extrapolated
        share = (2 * right + 1) / (2 * answered + 2)
        if right == answered:  # few flawless cases speak against nothing either
            share = max(share, half_of_the_errors)
        needed = cases_to_certify(share, target, delta)
        if needed is not None:
            totals.append(needed * len(calibration) / answered - len(calibration))
    if not totals:
        return None
    # A walk can fail at its start although a later threshold looks proven; it takes more then.
    return max(round(min(totals)), math.ceil(len(calibration) / 10), 1)
