from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY, a_service

from firstline.inference.classifier import TopicClassifier, softmax
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained

FACTS = a_service().schema.parse(CARD_FACTS)
scores = st.lists(st.floats(-500, 500), min_size=1, max_size=20).map(np.array)


@pytest.fixture
def classifier(tiny_training: Trained) -> TopicClassifier:
    return tiny_training.release.model.classifier


@given(scores=scores)
def test_probabilities_add_up_to_one_and_keep_the_order(scores: np.ndarray) -> None:
    probabilities = softmax(scores)

    assert probabilities.sum() == pytest.approx(1)
    assert (probabilities >= 0).all()
    assert probabilities[scores.argmax()] == probabilities.max()


@given(scores=scores, shift=st.floats(-1_000, 1_000))
def test_only_differences_of_scores_count(scores: np.ndarray, shift: float) -> None:
    assert softmax(scores + shift) == pytest.approx(softmax(scores), abs=1e-9)


def test_scores_are_those_of_the_plain_product(
    classifier: TopicClassifier, encoder: Encoder
) -> None:
    (embedding,) = encoder.encode([CHARGED_TWICE])
    rows, values = classifier.space.sparse(CHARGED_TWICE, FACTS, MONDAY)
    features = np.zeros(classifier.space.size)
    features[rows] = values
    features[classifier.space.sparse_size :] = embedding

    expected = features @ classifier.weights.astype(np.float64) + classifier.bias
    assert classifier.scores(CHARGED_TWICE, embedding, FACTS, MONDAY) == pytest.approx(
        expected, rel=1e-5, abs=1e-5
    )


def test_rows_are_ascending_and_inside_the_space(classifier: TopicClassifier) -> None:
    rows, values = classifier.space.sparse(CHARGED_TWICE, FACTS, MONDAY)

    assert len(rows) == len(values)
    assert (np.diff(rows) > 0).all()
    assert 0 <= rows.min() <= rows.max() < classifier.space.sparse_size


@pytest.mark.parametrize("text", ["", "日本語だけの文章", "⟨EMAIL⟩", "zzzzzz"])
def test_words_that_nobody_ever_wrote_still_get_probabilities(
    classifier: TopicClassifier, encoder: Encoder, text: str
) -> None:
    (embedding,) = encoder.encode([text])
    probabilities = classifier.predict(text, embedding, {}, MONDAY)

    assert probabilities.shape == (len(classifier.topics),)
    assert probabilities.sum() == pytest.approx(1)


def test_a_higher_temperature_is_less_sure(classifier: TopicClassifier, encoder: Encoder) -> None:
    (embedding,) = encoder.encode([CHARGED_TWICE])

    def best(temperature: float) -> float:
        calibrated = replace(classifier, temperature=temperature)
        return float(calibrated.predict(CHARGED_TWICE, embedding, FACTS, MONDAY).max())

    assert best(0.5) > best(1.0) > best(2.0) > 1 / len(classifier.topics)


def test_the_same_message_has_the_same_bits_every_time(
    classifier: TopicClassifier, encoder: Encoder
) -> None:
    (embedding,) = encoder.encode([CHARGED_TWICE])
    first, second = (
        classifier.predict(CHARGED_TWICE, embedding, FACTS, MONDAY).tobytes() for _ in range(2)
    )

    assert first == second
