import random
from math import exp
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from firstline.serving.canary.rates import HigherRate, Rate

ALPHA = 0.05
TRIALS = 300


def stopped_after(
    *, suspect: float, others: float, share: float, most: int, seed: int
) -> int | None:
    """Look after each outcome; return after how many the suspect was found worse."""
    random_ = random.Random(seed)  # noqa: S311 - draws customers
    evidence = HigherRate(others_in_block=round((1 - share) / share))
    for number in range(most):
        is_suspect = random_.random() < share
        rate = suspect if is_suspect else others
        evidence.add(is_suspect=is_suspect, happened=random_.random() < rate)
        if evidence.is_proven(ALPHA):
            return number
    return None


@pytest.mark.parametrize(("rate", "share"), [(0.03, 0.05), (0.03, 0.5), (0.5, 0.2)])
def test_an_equal_release_is_seldom_stopped_however_often_one_looks(
    rate: float, share: float
) -> None:
    runs = [
        stopped_after(suspect=rate, others=rate, share=share, most=2_000, seed=seed)
        for seed in range(TRIALS)
    ]
    assert sum(run is not None for run in runs) <= ALPHA * TRIALS


def test_a_better_release_is_never_in_more_danger_than_an_equal_one() -> None:
    runs = [
        stopped_after(suspect=0.02, others=0.1, share=0.2, most=2_000, seed=seed)
        for seed in range(TRIALS)
    ]
    assert sum(run is not None for run in runs) <= ALPHA * TRIALS


def test_a_release_with_thrice_the_complaints_is_stopped_soon() -> None:
    runs = [
        stopped_after(suspect=0.12, others=0.04, share=0.2, most=5_000, seed=seed)
        for seed in range(TRIALS)
    ]
    found = [run for run in runs if run is not None]

    assert len(found) == TRIALS
    assert median(found) < 1_200  # of which a fifth saw the canary


@given(
    suspect=st.tuples(st.integers(0, 50), st.integers(0, 50)),
    others=st.tuples(st.integers(0, 500), st.integers(0, 500)),
    rates=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    in_block=st.integers(1, 12),
)
def test_no_history_lets_a_release_that_is_not_worse_expect_to_lose(
    suspect: tuple[int, int], others: tuple[int, int], rates: tuple[float, float], in_block: int
) -> None:
    low, high = sorted(rates)

    def wealth(is_bad: int, others_bad: int) -> float:
        """After one more block, from a wealth of 1."""
        evidence = HigherRate(others_in_block=in_block)
        evidence.suspect = Rate(happened=suspect[0], of=sum(suspect))
        evidence.others = Rate(happened=others[0], of=sum(others))
        evidence.add(is_suspect=True, happened=bool(is_bad))
        for number in range(in_block):
            evidence.add(is_suspect=False, happened=number < others_bad)
        return exp(evidence.log_wealth)

    expected = sum(
        binom.pmf(is_bad, 1, low) * binom.pmf(bad, in_block, high) * wealth(is_bad, bad)
        for is_bad in (0, 1)
        for bad in range(in_block + 1)
    )
    assert expected <= 1 + 1e-9
