"""What the charts of a release show, as numbers: curves, reliability, confusions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from firstline.analysis.bounds import lower_bound, upper_bound
from firstline.analysis.scorecards import BINS
from firstline.domain.topics import TopicId

MOST_CONFUSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """One threshold, with what it would have answered of the calibration cases."""

    threshold: float
    cases: int
    answered: int
    right: int
    lower_bound: float
    """Of the precision, for this threshold alone: choosing among many of them needs the walk."""
    upper_bound: float

    @property
    def coverage(self) -> float:
        return self.answered / self.cases

    @property
    def precision(self) -> float:
        return self.right / self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    name: str
    """A topic, or a pool of topics that share a threshold."""
    topics: tuple[TopicId, ...]
    points: tuple[CurvePoint, ...]
    """Strict to loose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Replies that were given about the same probability of being right."""

    said: float
    """Their mean probability."""
    cases: int
    right: int
    lower_bound: float
    upper_bound: float

    @property
    def was(self) -> float:
        return self.right / self.cases


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusedInquiry:
    received_at: datetime
    text: str
    """Redacted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    labelled: TopicId
    found: TopicId
    cases: int
    of: int
    """Cases with this label."""
    samples: tuple[ConfusedInquiry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Of one release, from the cases that its thresholds were chosen from."""

    cases: int
    delta: float
    pools: tuple[Curve, ...]
    topics: tuple[Curve, ...]
    """Of single topics with enough cases to draw one."""
    reliability: tuple[ReliabilityBin, ...]
    calibration_error: float
    confusions: tuple[Confusion, ...]
    """Most frequent first."""


def reliability_bins(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], *, delta: float
) -> tuple[ReliabilityBin, ...]:
    """Group replies by how probable they were said to be right."""
    numbers = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return tuple(
        _bin(probabilities[numbers == number], right[numbers == number], delta)
        for number in np.unique(numbers)
    )


def _bin(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], delta: float
) -> ReliabilityBin:
    count, of = int(right.sum()), len(right)
    return ReliabilityBin(
        said=float(probabilities.mean()),
        cases=of,
        right=count,
        lower_bound=lower_bound(count, of, delta),
        upper_bound=upper_bound(count, of, delta),
    )


def confusions(pairs: Iterable[tuple[TopicId, TopicId]]) -> tuple[Confusion, ...]:
    """Count which topic is taken for which.

    Args:
        pairs: labelled and found topic of each inquiry.
    """
    seen: Sequence[tuple[TopicId, TopicId]] = list(pairs)
    of = Counter(labelled for labelled, _ in seen)
    wrong = Counter(pair for pair in seen if pair[0] != pair[1])
    return tuple(
        Confusion(labelled=labelled, found=found, cases=cases, of=of[labelled])
        for (labelled, found), cases in wrong.most_common(MOST_CONFUSIONS)
    )
