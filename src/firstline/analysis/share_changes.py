"""A share before and after a change, of the same inquiries, with an interval from whole blocks.

Inquiries of one day resemble each other (an outage, a holiday), so days are drawn, not
inquiries (block bootstrap, Künsch 1989), and the interval is widened as few blocks ask for
(expanded percentiles, Hesterberg 2015): of 14 equal days it would err in 7 % a side, not 5 %.
"""

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm, t

from firstline.domain.changes import CONFIDENCE, ShareChange

DRAWS = 2_000
SEED = 20260301
DAYS_WANTED = 7
"""Fewer days say little: not even one of each weekday."""


def share_change(
    blocks: pl.Series, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> ShareChange:
    """Compare what is so of each inquiry with what would be.

    Args:
        blocks: for each inquiry the day it came in, as the service's clocks say; or what else
            is drawn as a whole.
        before: whether it is so.
        after: whether it would be.
    """
    by_block = (
        pl.DataFrame({"block": blocks, "change": after.astype(np.int8) - before})
        .group_by("block")
        .agg(pl.len().alias("inquiries"), pl.col("change").cast(pl.Int64).sum())
        .sort("block")
    )
    counts, changes = by_block["inquiries"].to_numpy(), by_block["change"].to_numpy()
    random = np.random.default_rng(SEED)
    draws = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=DRAWS)
    differences = (draws @ changes) / (draws @ counts)
    tail = _tail(len(counts))
    low, high = np.quantile(differences, [tail, 1 - tail])
    return ShareChange(
        before=float(before.mean()),
        after=float(after.mean()),
        low=float(low),
        high=float(high),
        blocks=len(counts),
    )


def _tail(blocks: int) -> float:
    """Give the share of draws to leave out on either side."""
    tail = (1 - CONFIDENCE) / 2
    if blocks == 1:  # every draw is the same
        return tail
    return float(norm.cdf(math.sqrt(blocks / (blocks - 1)) * t.ppf(tail, blocks - 1)))
