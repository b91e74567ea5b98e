"""Split a history by time, so that what is measured is what would have happened."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import accumulate

from firstline.domain.cases import Case
from firstline.learning.corpus.histories import History
from firstline.learning.corpus.near_duplicates import near_duplicates

# Cosine. Two swapped letters in a sentence of 60 characters give 0.90 in the median (BANKING77), so
# this catches copies: another name, digit or comma in a text of some length.
NEAR_DUPLICATE = 0.95
WEEK = timedelta(days=7)
# Cases to calibrate and test on; with fewer, thresholds reach much less than they could
# (benchmarks: coverage beside the oracle's, by the number of calibration cases).
ENOUGH = 5_000
SHORT = 40  # characters, about eight words: what two people may well write alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much of the history each split gets, before anything is removed."""

    train: float = 0.55
    dev: float = 0.10
    calibrate: float = 0.20
    test: float = 0.15

    def __post_init__(self) -> None:
        shares = [getattr(self, share.name) for share in fields(self)]
        if min(shares) < 0 or not math.isclose(sum(shares), 1):
            raise ValueError(f"shares must be at least 0 and add up to 1, not {shares}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """Consecutive in time, without a customer in two of them."""

    train: tuple[Case, ...]
    dev: tuple[Case, ...]
    """Chooses hyper-parameters, the temperature and the order of the threshold tests."""
    calibrate: tuple[Case, ...]
    """Sets thresholds, and nothing else."""
    test: tuple[Case, ...]
    """Makes the scorecard, and nothing else."""
    customers_removed: int = 0
    """Cases left out because their customer writes again in a later split."""
    near_duplicates_removed: int = 0
    """Cases left out of `train` because a later split holds almost the same text."""
    short_repetitions_kept: int = 0
    """Cases of `train` that are as near to a later text, but short: real demand."""

    @property
    def newest(self) -> datetime | None:
        """When the last inquiry of any of them came in."""
        cases = (*self.train, *self.dev, *self.calibrate, *self.test)
        return max((case.inquiry.received_at for case in cases), default=None)

    def lines(self) -> tuple[str, ...]:
        sizes = ", ".join(
            f"{name} {len(getattr(self, name)):,}" for name in ("train", "dev", "calibrate", "test")
        )
        return (
            sizes,
            f"left out {self.customers_removed:,} whose customer writes again in a later split",
            f"left out {self.near_duplicates_removed:,} near-duplicates of later texts from train",
            f"kept {self.short_repetitions_kept:,} short texts that recur later",
        )

    def __str__(self) -> str:
        return "\n".join(self.lines())


DEFAULT_SHARES = Shares()


def split(history: History, shares: Shares = DEFAULT_SHARES) -> Splits:
    """Cut a history into consecutive parts; where two parts conflict, the earlier one gives way.

    The later part decides: it stands for the traffic to come, and must look like it. A history
    without times is cut at random instead, the same way each time: public data sets are sorted
    by topic, and consecutive parts of them would have no topic in common.
    """
    return _without_leaks(_parts(history, shares))


def split_recent(cases: Sequence[Case], shares: Shares = DEFAULT_SHARES) -> Splits:
    """Calibrate and test on the last week alone, or on what `ENOUGH` takes; train on the rest.

    Both shall look like the traffic to come, and like each other. So these cases are divided by
    customers, the same way each time: whom one retraining tested on, the next one tests on.

    Args:
        cases: in the order of their times.
        shares: calibration and test together get at most theirs.
    """
    tested = shares.calibrate + shares.test
    recent = min(int(tested * len(cases) + 0.5), max(_of_last_week(cases), ENOUGH))
    before = len(cases) - recent
    learnt = before - int(before * shares.dev / (shares.train + shares.dev) + 0.5)
    calibrate: list[Case] = []
    test: list[Case] = []
    for case in cases[before:]:
        is_tested = draw(case.inquiry.customer_id) < shares.test / tested
        (test if is_tested else calibrate).append(case)
    return _without_leaks(
        [tuple(cases[:learnt]), tuple(cases[learnt:before]), tuple(calibrate), tuple(test)]
    )


def _of_last_week(cases: Sequence[Case]) -> int:
    return sum(cases[-1].inquiry.received_at - case.inquiry.received_at < WEEK for case in cases)


def _without_leaks(parts: Sequence[tuple[Case, ...]]) -> Splits:
    train, dev, calibrate, test = _without_returning_customers(parts)
    removed = sum(map(len, parts)) - sum(map(len, (train, dev, calibrate, test)))
    repeated = _repeated_later(train, (*dev, *calibrate, *test))
    long = frozenset(text for text in repeated if len(text) > SHORT)
    kept = tuple(case for case in train if case.inquiry.text not in long)
    return Splits(
        train=kept,
        dev=dev,
        calibrate=calibrate,
        test=test,
        customers_removed=removed,
        near_duplicates_removed=len(train) - len(kept),
        short_repetitions_kept=sum(case.inquiry.text in repeated for case in kept),
    )


def _parts(history: History, shares: Shares) -> list[tuple[Case, ...]]:
    cases = history.cases
    places = list(range(len(cases)))
    if not history.report.has_times:
        places.sort(key=lambda place: draw(cases[place].inquiry.id))
    ends = [
        int(share * len(cases) + 0.5)
        for share in accumulate((shares.train, shares.dev, shares.calibrate, shares.test))
    ]
    ends[-1] = len(cases)
    starts = [0, *ends[:-1]]
    return [
        tuple(cases[place] for place in sorted(places[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def draw(name: str) -> float:
    """Draw a number from 0 to 1, always the same one for a name."""
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    return int.from_bytes(digest) / float(2 ** (8 * len(digest)))


def _without_returning_customers(parts: Sequence[tuple[Case, ...]]) -> list[tuple[Case, ...]]:
    later: set[str] = set()
    kept = []
    for part in reversed(parts):
        kept.append(tuple(case for case in part if case.inquiry.customer_id not in later))
        later |= {case.inquiry.customer_id for case in part}
    return kept[::-1]


def _repeated_later(train: Sequence[Case], later: Sequence[Case]) -> frozenset[str]:
    return near_duplicates(
        [case.inquiry.text for case in train],
        [case.inquiry.text for case in later],
        likeness=NEAR_DUPLICATE,
    )
