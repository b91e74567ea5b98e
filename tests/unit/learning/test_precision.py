import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.analysis.bounds import lower_bound
from firstline.learning.precision import (
    Scored,
    cases_needed,
    grid,
    lowest_threshold,
    naive_threshold,
)

TARGET, DELTA = 0.95, 0.1


def traffic(cases: int, seed: int) -> Scored:
    """Over-confident scores: a reply of probability p is right with probability p ** 1.3."""
    random = np.random.default_rng(seed)
    probability = random.beta(5, 1.2, cases)
    return Scored(probability, random.random(cases) < probability**1.3)


scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200).map(Scored.of)
targets = st.floats(0.5, 0.99)


def test_the_promise_is_broken_in_at_most_delta_of_all_calibrations() -> None:
    world = traffic(400_000, seed=1)
    broken = naive_broken = 0
    runs = 300
    for run in range(runs):
        pilot, calibration = traffic(400, seed=10_000 + run), traffic(1_500, seed=20_000 + run)
        chosen = lowest_threshold(
            calibration, sequence_of(pilot, calibration), target=TARGET, delta=DELTA
        )
        broken += is_broken(world, chosen)
        naive_broken += is_broken(world, naive_threshold(calibration, target=TARGET))
    # 0.1 and three standard errors of 300 runs
    assert broken / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)
    assert naive_broken / runs > 0.3


def sequence_of(pilot: Scored, calibration: Scored, target: float = TARGET) -> tuple[float, ...]:
    return grid(pilot, cases=len(calibration), target=target, delta=DELTA)


def is_broken(world: Scored, threshold: float | None) -> bool:
    if threshold is None:
        return False
    answered, right = world.at(threshold)
    return right < TARGET * answered


@given(pilot=scored, calibration=scored, low=targets, high=targets)
def test_a_higher_target_never_answers_more(
    pilot: Scored, calibration: Scored, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    sequence = sequence_of(pilot, calibration)
    bold = lowest_threshold(calibration, sequence, target=low, delta=DELTA)
    careful = lowest_threshold(calibration, sequence, target=high, delta=DELTA)
    assert careful is None or (bold is not None and bold <= careful)


@given(pilot=scored, calibration=scored, target=targets)
def test_an_accepted_threshold_has_the_evidence_it_claims(
    pilot: Scored, calibration: Scored, target: float
) -> None:
    threshold = lowest_threshold(
        calibration, sequence_of(pilot, calibration, target), target=target, delta=DELTA
    )
    if threshold is not None:
        answered, right = calibration.at(threshold)
        assert lower_bound(right, answered, DELTA) >= target - 1e-9


@given(pilot=scored, target=targets)
def test_the_order_of_the_tests_goes_from_strict_to_loose(pilot: Scored, target: float) -> None:
    sequence = sequence_of(pilot, pilot, target)
    assert list(sequence) == sorted(set(sequence), reverse=True)


def test_too_few_cases_open_nothing_and_say_how_many_are_missing() -> None:
    flawless = Scored(np.linspace(0.5, 1, 40), np.ones(40, dtype=bool))
    sequence = sequence_of(flawless, flawless)
    assert lowest_threshold(flawless, sequence, target=TARGET, delta=DELTA) is None
    needed = cases_needed(flawless, sequence, target=TARGET, delta=DELTA)
    assert needed is not None
    assert 5 <= needed <= 200


def test_replies_that_are_too_often_wrong_are_not_promised_by_more_cases() -> None:
    wrong = Scored(np.linspace(0.5, 1, 200), np.arange(200) % 3 == 0)
    assert cases_needed(wrong, sequence_of(wrong, wrong), target=TARGET, delta=DELTA) is None


def test_without_a_pilot_nothing_is_tested() -> None:
    assert sequence_of(Scored.of([]), Scored.of([])) == ()


@pytest.mark.parametrize("right", [True, False])
def test_the_naive_threshold_is_what_its_name_says(right: bool) -> None:
    scores = Scored.of([(0.9, True), (0.8, right), (0.1, False)])
    assert naive_threshold(scores, target=TARGET) == (0.8 if right else 0.9)
