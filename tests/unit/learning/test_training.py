from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import (
    ACCIDENT,
    CHARGED_TWICE,
    ENGLISH,
    a_service,
    an_inquiry,
    carla,
    some_splits,
)

from firstline.domain.cases import Case
from firstline.domain.decisions import AutoReply, Escalation
from firstline.domain.errors import HistoryError
from firstline.domain.facts import FactSchema
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.learning.corpus import Splits
from firstline.learning.heads import SETTINGS
from firstline.learning.training import STEPS, Trained, train, write

SERVICE = a_service()
SPLITS = some_splits(SERVICE)
FIRST_SETTING = SETTINGS[:1]


def trained(encoder: Encoder, splits: Splits) -> Trained:
    return train(SERVICE, splits, encoder, settings=FIRST_SETTING)


def without(cases: Sequence[Case], topic: str) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.topic_id != topic)


def test_the_same_history_gives_the_same_release(
    tiny_training: Trained, encoder: Encoder, tmp_path: Path
) -> None:
    again = train(SERVICE, SPLITS, encoder, examples=[carla()])

    assert write(again, tmp_path / "again") == write(tiny_training, tmp_path / "first")
    assert again.decisions == tiny_training.decisions


def test_another_history_gives_another_release(
    tiny_training: Trained, encoder: Encoder, tmp_path: Path
) -> None:
    shorter = train(SERVICE, replace(SPLITS, train=SPLITS.train[:-1]), encoder, examples=[carla()])

    assert write(shorter, tmp_path) != write(tiny_training, tmp_path)


def test_the_scorecard_is_of_the_test_weeks_alone(tiny_training: Trained) -> None:
    scorecard = tiny_training.release.scorecard

    assert scorecard
    assert scorecard.cases == len(SPLITS.test) == len(tiny_training.decisions)
    assert scorecard.coverage.count == sum(
        isinstance(decision, AutoReply) for decision in tiny_training.decisions
    )
    assert scorecard.precision.value == 1


def test_progress_is_told_step_by_step(encoder: Encoder) -> None:
    steps: list[str] = []
    train(SERVICE, SPLITS, encoder, settings=FIRST_SETTING, step=steps.append)

    assert tuple(steps) == STEPS


@pytest.mark.parametrize(
    ("topics", "found"),
    [({"lost_item"}, "only `lost_item`"), (set[str](), "no topic at all")],
)
def test_a_history_without_two_topics_says_what_to_do(
    encoder: Encoder, topics: set[str], found: str
) -> None:
    few = tuple(case for case in SPLITS.train if case.topic_id in topics)
    with pytest.raises(HistoryError) as caught:
        trained(encoder, replace(SPLITS, train=few))

    assert str(caught.value) == (
        f"the earliest inquiries of the history, which are learnt from, have {found}; "
        "label inquiries of at least two topics, or import a longer history"
    )


def test_two_topics_are_enough(encoder: Encoder) -> None:
    few = tuple(c for c in SPLITS.train if c.topic_id in {"lost_item", "charged_twice"})
    release = trained(encoder, replace(SPLITS, train=few)).release

    assert release.model.classifier.topics == ("charged_twice", "lost_item")


def test_a_topic_that_comes_up_after_training_crashes_nothing(encoder: Encoder) -> None:
    release = trained(encoder, replace(SPLITS, train=without(SPLITS.train, "lost_item"))).release

    assert "lost_item" not in release.model.classifier.topics
    assert release.thresholds.of(TopicId("lost_item")) is not None
    assert release.scorecard
    scores = {score.topic_id: score for score in release.scorecard.topics}
    late = scores[TopicId("lost_item")]
    assert (late.cases > 0, late.accuracy.count) == (True, 0)


@pytest.mark.parametrize(
    "splits",
    [replace(SPLITS, dev=()), replace(SPLITS, calibrate=())],
    ids=["no dev", "no calibration"],
)
def test_without_the_cases_for_a_promise_nothing_is_automatic(
    encoder: Encoder, splits: Splits
) -> None:
    release = trained(encoder, splits).release

    assert all(pool.threshold is None for pool in release.thresholds.precision)
    assert all(pool.cases_needed for pool in release.thresholds.precision)
    decision = Engine(release, encoder).answer(an_inquiry(CHARGED_TWICE).typed(SERVICE))
    assert not isinstance(decision, AutoReply)


def test_without_dev_cases_folds_of_the_training_cases_calibrate(encoder: Encoder) -> None:
    result = trained(encoder, replace(SPLITS, dev=()))

    head = result.release.model.parts[0]
    assert f"log loss on {len(SPLITS.train)} held out" in head.why
    assert result.release.model.classifier.temperature != 1


def test_without_expert_cases_the_most_careful_threshold_routes(encoder: Encoder) -> None:
    calm = replace(SPLITS, calibrate=without(SPLITS.calibrate, "accident"))
    release = trained(encoder, calm).release

    assert not release.thresholds.expert.holds
    decision = Engine(release, encoder).answer(an_inquiry(ACCIDENT).typed(SERVICE))
    assert isinstance(decision, Escalation)
    assert decision.line == "expert"


def test_without_test_weeks_the_scorecard_is_empty(encoder: Encoder) -> None:
    scorecard = trained(encoder, replace(SPLITS, test=())).release.scorecard

    assert scorecard
    assert (scorecard.cases, scorecard.precision.of) == (0, 0)


def test_what_nobody_labelled_is_not_learnt_from(encoder: Encoder, tmp_path: Path) -> None:
    unlabelled = tuple(replace(case, topic_id=None, template_id=None) for case in SPLITS.train)
    more = trained(encoder, replace(SPLITS, train=(*SPLITS.train, *unlabelled)))

    assert write(more, tmp_path) == write(trained(encoder, SPLITS), tmp_path)


def test_a_service_without_facts_tries_no_weight_of_facts(encoder: Encoder) -> None:
    bare = replace(
        SERVICE,
        schema=FactSchema(()),
        templates=tuple(replace(t, rule="always", texts={ENGLISH: "…"}) for t in SERVICE.templates),
    )

    def factless(cases: Sequence[Case]) -> tuple[Case, ...]:
        return tuple(replace(c, inquiry=replace(c.inquiry, facts={})) for c in cases)

    splits = replace(
        SPLITS,
        train=factless(SPLITS.train),
        dev=factless(SPLITS.dev),
        calibrate=factless(SPLITS.calibrate),
        test=factless(SPLITS.test),
    )
    machines = [
        report.name
        for report in train(bare, splits, encoder, settings=SETTINGS).fitted.reports
        if report.name.startswith("svm")
    ]

    assert len(machines) == len({(s.penalty, s.embedding_scale) for s in SETTINGS})
