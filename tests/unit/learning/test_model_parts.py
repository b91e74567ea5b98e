from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax
from tests.builders import a_service, some_splits

from firstline.domain.cases import Case
from firstline.domain.model_parts import Calibrator, Head, ModelParts, TopicNames
from firstline.inference.encoders import Encoder
from firstline.inference.vectors import Vectors
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import FittedClassifier, fit_classifier
from firstline.learning.heads.calibration import (
    Columns,
    Scores,
    choose_calibration,
    fit_shares,
    log_loss,
)
from firstline.learning.heads.examples import ALWAYS_LEARNT, deal_folds
from firstline.learning.heads.settings import FEW, SETTINGS, settings_for

SERVICE = a_service()
SPLITS = some_splits(SERVICE)


@pytest.fixture(scope="module")
def remembering(encoder: Encoder) -> RememberingEncoder:
    return RememberingEncoder(encoder)


def fit(
    encoder: Encoder, parts: ModelParts, train: Sequence[Case] = SPLITS.train
) -> FittedClassifier:
    def embed(cases: Sequence[Case]) -> Vectors:
        return encoder.encode([case.inquiry.text for case in cases])

    return fit_classifier(
        train,
        SPLITS.dev,
        embed,
        SERVICE.schema,
        parts=parts,
        topics=SERVICE.topics.leaves,
        settings=SETTINGS[:1],
    )


def share_found(fitted: FittedClassifier, encoder: Encoder) -> float:
    right = 0
    for case in SPLITS.test:
        (vector,) = encoder.encode([case.inquiry.text])
        inquiry = case.inquiry
        found = fitted.classifier.predict(
            inquiry.text, vector, inquiry.facts, inquiry.received_at
        ).argmax()
        right += fitted.classifier.topics[int(found)] == case.topic_id
    return right / len(SPLITS.test)


@pytest.mark.parametrize("head", [head for head in Head if head is not Head.AUTO])
def test_every_head_serves_as_one_table_of_weights(
    head: Head, remembering: RememberingEncoder
) -> None:
    fitted = fit(remembering, ModelParts(head=head))

    assert fitted.classifier.weights.shape == (
        fitted.classifier.space.size,
        len(fitted.classifier.topics),
    )
    assert share_found(fitted, remembering) == 1


def test_training_says_what_it_chose_and_why(remembering: RememberingEncoder) -> None:
    head, calibrator, names, noise = fit(remembering, ModelParts()).choices

    assert "8 examples per topic; log loss on 48 held out: " in head.why
    assert "out of fold" in calibrator.why
    assert str(names) == "topic_names: taught (8 examples per topic; names help below 30)"
    assert noise.part == "label_noise"


def test_what_a_service_asks_for_is_taken(remembering: RememberingEncoder) -> None:
    asked = ModelParts(
        head=Head.CENTROID, calibrator=Calibrator.VECTOR, topic_names=TopicNames.IGNORED
    )
    choices = fit(remembering, asked).choices

    assert [choice.chosen for choice in choices[:3]] == ["centroid", "vector", "ignored"]
    assert {choice.why for choice in choices[:3]} == {"as the service asks"}


def test_names_of_topics_teach_where_there_is_one_example_each(
    remembering: RememberingEncoder,
) -> None:
    one_each = list({case.topic_id: case for case in SPLITS.train}.values())
    named = fit(remembering, ModelParts(head=Head.CENTROID), one_each)
    unnamed = fit(
        remembering,
        ModelParts(head=Head.CENTROID, topic_names=TopicNames.IGNORED),
        one_each,
    )

    assert share_found(named, remembering) >= share_found(unnamed, remembering)
    assert not np.array_equal(named.classifier.weights, unnamed.classifier.weights)


def test_many_examples_need_no_centroid() -> None:
    few, many = (settings_for(Head.AUTO, n, has_facts=True) for n in (FEW - 1, FEW))

    assert Head.CENTROID in {setting.head for setting in few}
    assert Head.CENTROID not in {setting.head for setting in many}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60))
def test_whatever_is_held_out_every_topic_is_still_learnt(topics: list[int]) -> None:
    columns = np.array(topics)
    folds = deal_folds(columns)
    for fold in set(folds.tolist()) - {ALWAYS_LEARNT}:
        assert set(columns[folds != fold]) == set(topics)


def some_scores() -> tuple[Scores, Columns]:
    """Scores that are honest: topics are drawn from their own softmax."""
    random = np.random.default_rng(1)
    scores = random.normal(size=(3_000, 4))
    draws = random.random((3_000, 1))
    topics = (softmax(scores, axis=1).cumsum(axis=1) < draws).sum(axis=1)
    return scores, topics


def test_heads_are_weighed_by_what_they_know() -> None:
    scores, topics = some_scores()
    noise = np.random.default_rng(2).normal(size=scores.shape)

    honest, useless = fit_shares([scores, noise], topics)

    assert honest == pytest.approx(1, abs=0.1)
    assert useless == pytest.approx(0, abs=0.05)


def test_topics_are_shifted_only_where_that_helps() -> None:
    scores, topics = some_scores()
    skewed = scores + np.array([2.0, 0, 0, -2])

    calibration, choice = choose_calibration(Calibrator.AUTO, skewed, topics)
    _, unneeded = choose_calibration(Calibrator.AUTO, scores, topics)

    assert (choice.chosen, unneeded.chosen) == ("vector", "temperature")
    assert calibration.log_loss(skewed, topics) == pytest.approx(log_loss(scores, topics), abs=0.01)


def test_the_same_history_gives_the_same_bits(remembering: RememberingEncoder) -> None:
    one, other = (fit(remembering, ModelParts()).classifier for _ in range(2))

    assert one.weights.tobytes() == other.weights.tobytes()
    assert (one.temperature, one.bias.tobytes()) == (other.temperature, other.bias.tobytes())
