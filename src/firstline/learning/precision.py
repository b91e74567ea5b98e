"""Thresholds that keep a promised precision: learn-then-test.

Angelopoulos et al. 2021, "Learn then Test". The hypotheses "at this threshold the
precision is below the target" are tested in an order fixed beforehand on a pilot (the
dev split), from strict to loose, each at the full delta, until the first is not
rejected; the last rejected one is the threshold. Because testing stops at the first
failure, the probability that any accepted threshold is wrong is at most delta.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firstline.analysis.bounds import cases_to_certify, p_value

STEPS = 41  # finer grids gain nothing measurable
START_COVERAGE = 0.4  # a start that is strict enough to pass and loose enough to have cases


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


def grid(pilot: Scored, *, cases: int, target: float, delta: float) -> tuple[float, ...]:
    """Fix the thresholds to test and their order, from strict to loose.

    Args:
        pilot: scores of earlier cases; their quantiles become the thresholds.
        cases: how many calibration cases there are; no label or score of them is looked at.
        target: promised precision.
        delta: accepted probability that the promise does not hold.
    """
    if not len(pilot):
        return ()
    coverages = np.linspace(start_coverage(cases, target, delta), 1, STEPS)
    thresholds = np.quantile(pilot.probability, 1 - coverages)
    return tuple(dict.fromkeys(thresholds.tolist()))


def start_coverage(cases: int, target: float, delta: float) -> float:
    """Say which share of the cases the first test answers.

    So many that the target could be proven if half the allowed errors were made, else the
    first test would fail for want of cases; and not under `START_COVERAGE`.
    """
    needed = cases_to_certify((1 + target) / 2, target, delta)
    if not cases or needed is None:
        return 1.0
    return min(max(START_COVERAGE, needed / cases), 1.0)


def lowest_threshold(
    calibration: Scored, thresholds: Sequence[float], *, target: float, delta: float
) -> float | None:
    """Walk the sequence; return the last threshold that passes, None if the first fails."""
    accepted = None
    for threshold in thresholds:
        answered, right = calibration.at(threshold)
        if p_value(right, answered, target) > delta:
            break
        accepted = threshold
    return accepted


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
    if not seen:  # nothing speaks against half the allowed errors
        return cases_to_certify((1 + target) / 2, target, delta)
    totals = []
    for answered, right in seen:
        # one more error than seen in twice as many: no luck is extrapolated
        share = (2 * right + 1) / (2 * answered + 2)
        needed = cases_to_certify(share, target, delta)
        if needed is not None:
            totals.append(needed * len(calibration) / answered - len(calibration))
    if not totals:
        return None
    # A walk can fail at its start although a later threshold looks proven; it takes more then.
    return max(round(min(totals)), math.ceil(len(calibration) / 10), 1)
