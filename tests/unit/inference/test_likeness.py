import numpy as np
import pytest

from firstline.domain.topics import TopicId
from firstline.inference.likeness import TopicLikeness
from firstline.inference.vectors import Vectors, unit
from firstline.learning.likeness import PROTOTYPES, fit_likeness

LOST, FEES, UNKNOWN = map(TopicId, ("lost_item", "fees", "unknown"))


def some_embeddings(count: int) -> Vectors:
    return np.array([unit(row) for row in np.random.default_rng(0).normal(size=(count, 16))])


def test_a_message_is_like_the_nearest_of_those_its_topic_was_learnt_from() -> None:
    x, y, _ = np.eye(3, dtype=np.float32)
    likeness = TopicLikeness(prototypes={LOST: np.array([x, y])})

    assert likeness.of(LOST, np.array([0.6, 0.8, 0.0])) == pytest.approx(0.8)
    assert likeness.of(LOST, np.array([0.0, 0.0, 1.0])) == 0


def test_nothing_is_like_a_topic_that_no_message_taught() -> None:
    assert TopicLikeness(prototypes={}).of(UNKNOWN, np.ones(3)) == 0


def test_a_topic_of_few_messages_keeps_each_of_them_once() -> None:
    few = np.repeat(some_embeddings(3), 5, axis=0)

    likeness = fit_likeness([LOST] * len(few), few)

    assert likeness.prototypes[LOST].shape == (3, 16)
    assert [likeness.of(LOST, message) for message in few] == pytest.approx([1.0] * 15)


def test_a_topic_of_many_messages_keeps_a_few_prototypes_of_length_one() -> None:
    many = some_embeddings(200)

    prototypes = fit_likeness([LOST] * 100 + [FEES] * 100, many).prototypes

    assert {topic: rows.shape for topic, rows in prototypes.items()} == {
        LOST: (PROTOTYPES, 16),
        FEES: (PROTOTYPES, 16),
    }
    for rows in prototypes.values():
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(PROTOTYPES))


def test_the_same_messages_give_the_same_prototypes_to_the_bit() -> None:
    many = some_embeddings(100)
    once, again = (fit_likeness([LOST] * 100, many).prototypes[LOST] for _ in range(2))

    assert once.tobytes() == again.tobytes()
