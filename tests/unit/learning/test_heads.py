from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from firstline.domain.cases import Case
from firstline.domain.facts import Fact, FactName, FactSchema, FactType
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.model_parts import Head, ModelParts
from firstline.domain.topics import TopicId
from firstline.inference.vectors import Vectors
from firstline.learning.heads import FittedClassifier, Setting, fit_classifier, fit_temperature

SCHEMA = FactSchema((Fact(name=FactName("paid"), type=FactType.BOOL),))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SETTING = Setting(penalty=1.0, embedding_scale=1.0, fact_scale=1.0)
SVM = ModelParts(head=Head.SVM)
WORDS = {"refund": "money back please", "late": "driver is late again", "lost": "lost my bag"}


def cases(topics: Sequence[str], *, paid: bool = True) -> list[Case]:
    return [
        Case(
            inquiry=Inquiry(
                id=InquiryId(f"{topic}{number}"),
                text=f"{WORDS[topic]} number {number % 7}",
                received_at=NOW,
                facts=SCHEMA.parse({"paid": paid}),
            ),
            topic_id=TopicId(topic),
            template_id=None,
        )
        for topic in topics
        for number in range(12)
    ]


def fit(
    train: Sequence[Case], *, dev: Sequence[Case] = (), parts: ModelParts = SVM
) -> FittedClassifier:
    return fit_classifier(train, dev, no_embedding, SCHEMA, parts=parts, settings=[SETTING])


def no_embedding(wanted: Sequence[Case]) -> Vectors:
    return np.zeros((len(wanted), 3))


@pytest.mark.parametrize("topics", [("refund", "late"), ("refund", "late", "lost")])
def test_the_classifier_gives_what_scikit_learn_learnt(topics: tuple[str, ...]) -> None:
    learn = cases(topics)
    fitted = fit(learn)
    classifier = fitted.classifier
    for case in learn:
        probabilities = classifier.predict(case.inquiry.text, np.zeros(3), case.inquiry.facts, NOW)
        assert classifier.topics[int(probabilities.argmax())] == case.topic_id
        assert probabilities.sum() == pytest.approx(1)
    assert fitted.reports[0].accuracy == 1


def test_facts_alone_can_tell_topics_apart() -> None:
    same_words = dict.fromkeys(WORDS, "help")
    paid, unpaid = cases(["refund"]), cases(["late"], paid=False)
    learn = [_reworded(case, same_words) for case in (*paid, *unpaid)]
    classifier = fit(learn).classifier
    best = [
        classifier.topics[
            int(
                classifier.predict(
                    "help", np.zeros(3), SCHEMA.parse({"paid": is_paid}), NOW
                ).argmax()
            )
        ]
        for is_paid in (True, False)
    ]
    assert best == ["refund", "late"]


def _reworded(case: Case, words: dict[str, str]) -> Case:
    inquiry = Inquiry(
        id=case.inquiry.id,
        text=words[case.topic_id or ""],
        received_at=NOW,
        facts=case.inquiry.facts,
    )
    return Case(inquiry=inquiry, topic_id=case.topic_id, template_id=None)


def test_topics_of_the_dev_weeks_that_training_never_saw_are_left_out_of_the_judgement() -> None:
    learn = cases(["refund", "late"])
    classifier = fit(learn, dev=[*learn, *cases(["lost"])]).classifier
    assert classifier.topics == ("late", "refund")


def test_the_temperature_makes_overconfident_scores_honest() -> None:
    random = np.random.default_rng(0)
    topics = random.integers(0, 3, 5_000)
    honest = np.log(np.full((5_000, 3), 0.1) + 0.7 * np.eye(3)[topics])
    flipped = random.random(5_000) < 0.2
    topics[flipped] = (topics[flipped] + 1 + random.integers(0, 2, flipped.sum())) % 3
    assert fit_temperature(honest * 4, topics) == pytest.approx(4, rel=0.1)
