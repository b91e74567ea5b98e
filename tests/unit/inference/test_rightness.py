import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.inference.rightness import UNTAUGHT, Rightness, Signals

TAUGHT = Rightness(chance=0.7, lead=0.4, likeness=3.0, bias=-1.2)
shares = st.floats(min_value=0, max_value=1)
rows = st.tuples(shares, shares, shares, st.floats(min_value=-1, max_value=1))


def signals_of(*said: tuple[float, float, float, float]) -> Signals:
    chance, topic, rival, likeness = np.ascontiguousarray(np.array(said).T)
    return Signals(chance=chance, topic=topic, rival=rival, likeness=likeness)


def test_a_stage_that_was_never_taught_repeats_the_rankers_probability() -> None:
    signals = signals_of((0.9, 0.95, 0.01, 0.8), (0.05, 0.1, 0.2, -0.3))

    assert UNTAUGHT.probabilities(signals) == pytest.approx([0.9, 0.05])


@given(row=rows)
def test_certainty_and_doubt_stay_probabilities(row: tuple[float, float, float, float]) -> None:
    (probability,) = TAUGHT.probabilities(signals_of(row))

    assert 0 <= probability <= 1


@given(row=rows, less=st.floats(min_value=0, max_value=1))
def test_a_message_less_like_its_topic_is_never_more_probably_answered_right(
    row: tuple[float, float, float, float], less: float
) -> None:
    chance, topic, rival, likeness = row
    other = (chance, topic, rival, likeness - less)
    low, high = TAUGHT.probabilities(signals_of(other, row))

    assert low <= high


@given(many=st.lists(rows, min_size=1, max_size=70))
def test_one_inquiry_gets_the_same_bits_alone_as_among_many(
    many: list[tuple[float, float, float, float]],
) -> None:
    together = TAUGHT.probabilities(signals_of(*many))
    alone = [TAUGHT.probabilities(signals_of(row))[0] for row in many]

    assert together.tobytes() == np.array(alone).tobytes()
