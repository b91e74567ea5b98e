"""Coverage before and after a change, with an interval from whole days.

Inquiries of one day resemble each other (an outage, a holiday), so days are drawn, not
inquiries (block bootstrap, Künsch 1989).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

DRAWS = 2_000
CONFIDENCE = 0.9
SEED = 20260301
DAYS_WANTED = 7
"""Fewer days say little: not even one of each weekday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageChange:
    before: float
    """Share of inquiries answered automatically."""
    after: float
    low: float
    """Of the difference: ends of the interval that holds with `CONFIDENCE`."""
    high: float
    days: int
    """Drawn from; with fewer than `DAYS_WANTED` the interval says little."""

    @property
    def difference(self) -> float:
        return self.after - self.before


def coverage_change(
    days: pl.Series, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> CoverageChange:
    """Compare what was answered with what would be.

    Args:
        days: on which each inquiry came in, as the service's clocks say.
        before: whether it was answered.
        after: whether it would be.
    """
    by_day = (
        pl.DataFrame({"day": days, "change": after.astype(np.int8) - before})
        .group_by("day")
        .agg(pl.len().alias("inquiries"), pl.col("change").cast(pl.Int64).sum())
        .sort("day")
    )
    counts, changes = by_day["inquiries"].to_numpy(), by_day["change"].to_numpy()
    random = np.random.default_rng(SEED)
    draws = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=DRAWS)
    differences = (draws @ changes) / (draws @ counts)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    return CoverageChange(
        before=float(before.mean()),
        after=float(after.mean()),
        low=float(low),
        high=float(high),
        days=len(counts),
    )
