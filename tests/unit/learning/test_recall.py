import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firstline.learning.recall import THRESHOLDS, expert_threshold

TARGET, DELTA = 0.95, 0.1


def test_the_promise_is_broken_in_at_most_delta_of_all_calibrations() -> None:
    world = np.random.default_rng(0).beta(1.2, 0.5, 200_000)
    broken = 0
    runs = 300
    for run in range(runs):
        sample = np.random.default_rng(1_000 + run).choice(world, 200)
        chosen = expert_threshold(sample.tolist(), target=TARGET, delta=DELTA)
        broken += bool(chosen.holds and (world >= chosen.threshold).mean() < TARGET)
    assert broken / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)


def test_clear_cases_allow_a_bold_threshold() -> None:
    guarantee = expert_threshold([0.9] * 100, target=TARGET, delta=DELTA)
    assert guarantee.holds
    assert guarantee.threshold == THRESHOLDS[-1]


def test_too_few_cases_route_as_carefully_as_possible_and_say_what_is_missing() -> None:
    guarantee = expert_threshold([0.9] * 20, target=TARGET, delta=DELTA)
    assert not guarantee.holds
    assert guarantee.threshold == THRESHOLDS[0]
    assert guarantee.cases_needed > 0


def test_a_service_without_expert_cases_promises_nothing() -> None:
    guarantee = expert_threshold([], target=TARGET, delta=DELTA)
    assert not guarantee.holds
    assert guarantee.lower_bound == 0


@given(st.lists(st.floats(0, 1), max_size=300), st.floats(0.5, 0.9), st.floats(0.5, 0.9))
def test_a_higher_recall_never_routes_less(values: list[float], one: float, two: float) -> None:
    low, high = sorted((one, two))
    bold = expert_threshold(values, target=low, delta=DELTA)
    careful = expert_threshold(values, target=high, delta=DELTA)
    assert careful.threshold <= bold.threshold
