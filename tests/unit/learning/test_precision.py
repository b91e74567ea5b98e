import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.learning.precision import Scored, cases_needed, naive_threshold
from firstline.learning.walks import plan

TARGET, DELTA = 0.95, 0.1

scored = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200).map(Scored.of)


def thresholds_of(cases: Scored) -> tuple[float, ...]:
    return plan(cases, cases=len(cases)).thresholds


@given(cases=scored, thresholds=st.lists(st.floats(0, 1), max_size=20))
def test_counting_at_many_thresholds_is_counting_at_each(
    cases: Scored, thresholds: list[float]
) -> None:
    answered, right = cases.at_each(thresholds)
    assert list(zip(answered.tolist(), right.tolist(), strict=True)) == [
        cases.at(threshold) for threshold in thresholds
    ]


def test_too_few_cases_say_how_many_are_missing() -> None:
    flawless = Scored(np.linspace(0.5, 1, 40), np.ones(40, dtype=bool))
    needed = cases_needed(flawless, thresholds_of(flawless), target=TARGET, delta=DELTA)
    assert needed is not None
    assert 5 <= needed <= 200


@pytest.mark.parametrize("cases", [1, 5, 20])
def test_a_few_flawless_cases_lack_others_and_are_not_called_wrong(cases: int) -> None:
    flawless = Scored(np.linspace(0.5, 1, cases), np.ones(cases, dtype=bool))
    needed = cases_needed(flawless, (0.0,), target=0.99, delta=DELTA)
    assert needed is not None
    assert needed > 200


def test_replies_that_are_too_often_wrong_are_not_promised_by_more_cases() -> None:
    wrong = Scored(np.linspace(0.5, 1, 200), np.arange(200) % 3 == 0)
    assert cases_needed(wrong, thresholds_of(wrong), target=TARGET, delta=DELTA) is None


@pytest.mark.parametrize("right", [True, False])
def test_the_naive_threshold_is_what_its_name_says(right: bool) -> None:
    scores = Scored.of([(0.9, True), (0.8, right), (0.1, False)])
    assert naive_threshold(scores, target=TARGET) == (0.8 if right else 0.9)
