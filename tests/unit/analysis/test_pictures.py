"""What the charts of a release show."""

import numpy as np

from firstline.analysis.pictures import confusions, reliability_bins
from firstline.domain.topics import TopicId

LATE, LOST, PROMO = TopicId("late"), TopicId("lost"), TopicId("promo")


def test_replies_are_grouped_by_how_probable_they_were_said_to_be_right() -> None:
    probabilities = np.array([0.91, 0.93, 0.99, 1.0, 0.12])
    right = np.array([True, True, False, True, False])
    low, high = reliability_bins(probabilities, right, delta=0.1)

    assert (low.cases, low.right, low.was) == (1, 0, 0.0)
    assert (high.cases, high.right, high.was) == (4, 3, 0.75)
    assert high.said == probabilities[:4].mean()
    assert high.lower_bound < 0.75 < high.upper_bound


def test_of_no_replies_there_is_nothing_to_group() -> None:
    assert reliability_bins(np.array([]), np.array([], dtype=np.bool_), delta=0.1) == ()


def test_confusions_count_what_is_taken_for_what_most_frequent_first() -> None:
    pairs = [(LATE, LATE), (LATE, LOST), (LATE, LOST), (LOST, PROMO), (PROMO, PROMO)]
    found = confusions(pairs)

    assert [(c.labelled, c.found, c.cases, c.of) for c in found] == [
        (LATE, LOST, 2, 3),
        (LOST, PROMO, 1, 1),
    ]
