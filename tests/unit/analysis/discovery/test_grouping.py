import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from firstline.analysis.discovery.grouping import (
    ALONE,
    CUT,
    Groups,
    grouped,
    learnt_share,
    mean_distance,
    nearest_to_centre,
    scale_of,
)
from firstline.inference.vectors import Vectors

SIZES = (30, 20, 10)


def some_topics(sizes: tuple[int, ...] = SIZES, *, noise: float = 0.3) -> tuple[Vectors, Groups]:
    """Messages around a few points of a sphere, and the point of each."""
    draw = np.random.default_rng(3)
    topics = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.eye(16)[topics] + noise * draw.normal(size=(len(topics), 16)) / 4
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), topics


def test_messages_about_the_same_come_together_the_largest_group_first() -> None:
    vectors, topics = some_topics()
    groups = grouped(vectors, cut=0.5, least=5)

    assert groups.tolist() == topics.tolist()


def test_a_message_like_no_other_stays_alone() -> None:
    vectors, _ = some_topics()
    groups = grouped(np.concatenate([vectors, -vectors[:1]]), cut=0.5, least=5)

    assert groups[-1] == ALONE
    assert ALONE not in groups[:-1]


def test_groups_that_are_too_small_are_dissolved() -> None:
    vectors, topics = some_topics()
    groups = grouped(vectors, cut=0.5, least=15)

    assert set(groups[topics == 2]) == {ALONE}
    assert set(groups) == {0, 1, ALONE}


def test_groups_found_on_a_sample_take_the_others_in() -> None:
    vectors, topics = some_topics((600, 400, 300))
    groups = grouped(vectors, cut=0.5, least=10, sample=150)

    assert adjusted_rand_score(topics, groups) == 1


@pytest.mark.parametrize("rows", range(3))
def test_a_handful_of_messages_is_no_group(rows: int) -> None:
    assert set(grouped(np.eye(4)[:rows], cut=0.5, least=3).tolist()) <= {ALONE}


@given(order=st.permutations(range(sum(SIZES))))
def test_the_order_of_messages_changes_no_group(order: list[int]) -> None:
    vectors, topics = some_topics()
    groups = grouped(vectors[order], cut=0.5, least=5)

    assert adjusted_rand_score(topics[order], groups) == 1


def test_the_mean_distance_is_that_of_all_pairs() -> None:
    vectors, _ = some_topics()
    pairs = 1 - (vectors @ vectors.T)[np.triu_indices(len(vectors), k=1)]

    assert mean_distance(vectors) == pytest.approx(pairs.mean())


def test_messages_about_one_thing_alone_do_not_narrow_the_scale() -> None:
    vectors, topics = some_topics()
    names = np.eye(16)[:3]

    assert scale_of(vectors[topics == 0], names) == scale_of(names)


def test_the_cut_is_learnt_from_topics_that_are_known() -> None:
    close, topics = some_topics((30,) * 12)
    wide, _ = some_topics((30,) * 12, noise=1.2)
    labels = list(map(str, topics))

    assert learnt_share(close, labels, scale=1.0) < learnt_share(wide, labels, scale=1.0)


def test_few_answered_inquiries_teach_no_cut() -> None:
    vectors, topics = some_topics()
    assert learnt_share(vectors, list(map(str, topics)), scale=1.0) == CUT


def test_the_most_typical_comes_first() -> None:
    vectors = np.array([[0.0, 1.0], [1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])

    assert nearest_to_centre(vectors, [1, 2, 3]) == [2, 3, 1]
