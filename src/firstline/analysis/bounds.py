"""Exact binomial tests and bounds (Clopper & Pearson 1934)."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, binom

MOST_CASES = 1_000_000  # nobody labels more by hand to open one topic


def p_value(right: int, of: int, target: float) -> float:
    """How probable so many right ones are if the true share is only `target`, or less."""
    return float(p_values(np.array([right]), np.array([of]), target)[0])


def p_values(right: NDArray[np.int64], of: NDArray[np.int64], target: float) -> NDArray[np.float64]:
    """Compute `p_value` for many at once; of no cases it is 1."""
    return np.asarray(binom.sf(right - 1, of, target), dtype=np.float64)


def lower_bound(right: int, of: int, delta: float) -> float:
    """Lower bound of a share that holds with confidence 1 − delta."""
    return float(beta.ppf(delta, right, of - right + 1)) if right else 0.0


def upper_bound(right: int, of: int, delta: float) -> float:
    """Upper bound of a share that holds with confidence 1 − delta."""
    return 1 - lower_bound(of - right, of, delta)


def cases_to_certify(share: float, target: float, delta: float) -> int | None:
    """About how many cases prove `target` if the true share is `share`.

    Returns None where `share` does not exceed `target`: then no number will do.
    """
    if share <= target:
        return None
    few, many = 0, 1
    while p_value(math.floor(share * many), many, target) > delta:
        few, many = many, many * 2
        if many > MOST_CASES:
            return None
    while many - few > 1:
        middle = (few + many) // 2
        passes = p_value(math.floor(share * middle), middle, target) <= delta
        few, many = (few, middle) if passes else (middle, many)
    return many
