"""A topic that was split after the training: the model still finds it as a whole."""

from dataclasses import replace

from tests.builders import a_service
from tests.unit.engine.conftest import Desk

from firstline.domain.services import Service
from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.learning.recalibration import with_content
from firstline.learning.training import Trained

CHARGED_TWICE = TopicId("charged_twice")
PARTS = {"paid_once": TopicId("by_card"), "paid_in_cash": TopicId("in_cash")}


def split(service: Service) -> Service:
    """Give card and cash topics of their own, below the one that was both."""
    new = (Topic(id=part, name=part, parent=CHARGED_TWICE) for part in PARTS.values())
    templates = (
        replace(t, topics=(PARTS[t.id],)) if t.id in PARTS else t for t in service.templates
    )
    tree = TopicTree((*service.topics, *new))
    return replace(service, topics=tree, templates=tuple(templates))


def test_what_the_model_finds_is_answered_by_the_topics_it_became(tiny_training: Trained) -> None:
    service = split(tiny_training.release.service)

    assert [t.id for t in service.templates_of(CHARGED_TWICE)] == ["paid_once", "paid_in_cash"]


def test_a_split_changes_no_decision_before_the_next_training(desk: Desk) -> None:
    before = desk.decide(threshold=None)
    after = desk.decide(service=split(a_service()), threshold=None)

    assert after.kind == before.kind
    assert after.trace.candidates == before.trace.candidates


def test_a_split_topic_keeps_its_promise(tiny_training: Trained) -> None:
    release = tiny_training.release
    edited = with_content(release, split(release.service), tiny_training.evidence)
    before, after = release.thresholds.of(CHARGED_TWICE), edited.thresholds.of(CHARGED_TWICE)

    assert before
    assert after
    assert (after.cases, after.right) == (before.cases, before.right)
