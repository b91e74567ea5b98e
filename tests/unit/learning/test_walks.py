import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firstline.analysis.bounds import lower_bound
from firstline.learning.precision import Scored, naive_threshold
from firstline.learning.walks import FEWEST_CASES, STARTS, Walk, plan

TARGET, DELTA = 0.95, 0.1

scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200).map(Scored.of)
mostly_right = st.integers(0, 10_000).map(lambda seed: traffic(20 + seed % 580, seed=seed))
targets = st.floats(0.5, 0.99)


def traffic(cases: int, seed: int) -> Scored:
    """Over-confident scores: a reply of probability p is right with probability p ** 1.3."""
    random = np.random.default_rng(seed)
    probability = random.beta(5, 1.2, cases)
    return Scored(probability, random.random(cases) < probability**1.3)


def proven(pilot: Scored, calibration: Scored, target: float = TARGET) -> tuple[float, ...]:
    walk = plan(pilot, cases=len(calibration))
    return walk.proven(calibration, target=target, delta=DELTA)


def is_broken(world: Scored, threshold: float | None) -> bool:
    if threshold is None:
        return False
    answered, right = world.at(threshold)
    return right < TARGET * answered


def test_r11_the_promise_is_broken_in_at_most_delta_of_all_calibrations() -> None:
    world = traffic(400_000, seed=1)
    broken = naive_broken = 0
    runs = 500
    for run in range(runs):
        pilot, calibration = traffic(400, seed=10_000 + run), traffic(1_500, seed=20_000 + run)
        # every proven threshold must hold, not only the one that is taken
        broken += any(is_broken(world, t) for t in proven(pilot, calibration))
        naive_broken += is_broken(world, naive_threshold(calibration, target=TARGET))
    # 0.1 and three standard errors of 500 runs
    assert broken / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)
    assert naive_broken / runs > 0.3


def test_starts_where_every_hypothesis_is_barely_false_still_err_in_at_most_delta() -> None:
    # the worst case for several starts: the precision is the target, wherever one looks
    walk = Walk(thresholds=(0.9, 0.5, 0.0), shares=(0.5, 0.25, 0.25))
    random = np.random.default_rng(3)
    runs, wrong = 2_000, 0
    for _ in range(runs):
        flat = Scored(random.random(400), random.random(400) < TARGET)
        wrong += bool(walk.proven(flat, target=TARGET, delta=DELTA))
    assert wrong / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)


@given(pilot=mostly_right, calibration=mostly_right, low=targets, high=targets)
def test_a_higher_target_proves_nothing_more(
    pilot: Scored, calibration: Scored, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    assert set(proven(pilot, calibration, high)) <= set(proven(pilot, calibration, low))


@given(pilot=mostly_right, calibration=mostly_right, target=targets)
def test_a_proven_threshold_has_the_evidence_it_claims(
    pilot: Scored, calibration: Scored, target: float
) -> None:
    for threshold in proven(pilot, calibration, target):
        answered, right = calibration.at(threshold)
        assert lower_bound(right, answered, DELTA) >= target - 1e-9


@given(pilot=scored, cases=st.integers(0, 10_000))
def test_a_walk_goes_from_strict_to_loose_and_spends_delta_once(pilot: Scored, cases: int) -> None:
    walk = plan(pilot, cases=cases)
    assert list(walk.thresholds) == sorted(set(walk.thresholds), reverse=True)
    assert sum(walk.shares) == (1 if len(pilot) else 0)


@given(pilot=scored, least=st.floats(0, 1), cases=st.integers(1, 10_000))
def test_a_walk_cut_short_tests_nothing_looser_and_spends_no_more(
    pilot: Scored, least: float, cases: int
) -> None:
    walk = plan(pilot, cases=cases)
    cut = walk.down_to(least)
    assert all(threshold >= least for threshold in cut.thresholds)
    assert set(cut.thresholds) <= {*walk.thresholds, least}
    assert sum(cut.shares) <= 1


def test_a_start_that_fails_leaves_the_next_one_its_own_share() -> None:
    cases = Scored(np.r_[np.full(50, 0.9), np.full(950, 0.5)], np.arange(1_000) >= 10)
    walk = Walk(thresholds=(0.9, 0.5), shares=(0.5, 0.5))

    assert walk.proven(cases, target=TARGET, delta=DELTA) == (0.5,)
    assert Walk.from_strictest((0.9, 0.5)).proven(cases, target=TARGET, delta=DELTA) == ()


def test_a_start_never_has_so_few_cases_that_it_could_prove_nothing() -> None:
    pilot = Scored(np.linspace(0, 1, 1_000), np.ones(1_000, dtype=bool))

    loose = plan(pilot, cases=2 * FEWEST_CASES)
    assert loose.thresholds[0] < 0.6
    assert loose.shares[0] == 1  # both starts are one
    strict = plan(pilot, cases=100 * FEWEST_CASES)
    assert strict.thresholds[0] > 1 - STARTS[0] - 0.01
    assert strict.shares[0] == 0.5


def test_too_few_cases_prove_nothing() -> None:
    flawless = Scored(np.linspace(0.5, 1, 40), np.ones(40, dtype=bool))
    assert proven(flawless, flawless) == ()


def test_without_a_pilot_nothing_is_tested() -> None:
    nothing = Scored.of([])
    assert plan(nothing, cases=100).thresholds == ()
    assert proven(nothing, nothing) == ()
