"""Laws of decisions, whatever customers write and whatever the model thinks of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.builders import (
    CARD_FACTS,
    CHARGED_TWICE,
    MONDAY,
    PROBLEMS,
    a_release,
    a_service,
    some_thresholds,
)

from firstline.domain.decisions import AutoReply, Decision
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment
from firstline.engine.decide import Decider
from firstline.engine.explain import explain
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained
from firstline.text import prepare

SERVICE = a_service()
DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)

anything = st.text(st.characters(exclude_categories=()), max_size=80)
words = st.sampled_from([word for texts in PROBLEMS.values() for t in texts for word in t.split()])
messages = st.one_of(anything, st.lists(words, max_size=12).map(" ".join))
known_facts = st.dictionaries(st.sampled_from(sorted(CARD_FACTS)), st.none()).map(
    lambda unknown: {name: value for name, value in CARD_FACTS.items() if name not in unknown}
)
probabilities = st.floats(0, 1)


@st.composite
def inquiries(draw: st.DrawFn) -> Inquiry:
    return Inquiry(
        id=InquiryId("1"),
        text=draw(messages),
        received_at=MONDAY,
        facts=SERVICE.schema.parse(draw(known_facts)),
        person_has_spoken=draw(st.booleans()),
        auto_reply_sent=draw(st.booleans()),
    )


@st.composite
def predicted(draw: st.DrawFn) -> Mapping[str, float]:
    """Some topics with probabilities that add up to 1."""
    names = draw(st.lists(st.sampled_from(sorted(PROBLEMS)), min_size=1, unique=True))
    weights = [draw(st.integers(1, 100)) for _ in names]
    return {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}


@pytest.fixture(scope="module")
def engine(tiny_training: Trained, encoder: Encoder) -> Engine:
    return Engine(tiny_training.release, encoder)


@settings(deadline=None, max_examples=60)
@given(inquiry=inquiries())
def test_whatever_a_customer_writes_gets_a_decision_that_can_be_explained(
    engine: Engine, inquiry: Inquiry
) -> None:
    assert explain(engine.answer(inquiry))


@settings(deadline=None, max_examples=40)
@given(inquiry=inquiries())
def test_a_recorded_decision_reads_back_as_it_was(engine: Engine, inquiry: Inquiry) -> None:
    decision = engine.answer(inquiry)

    assert DECISION.validate_json(DECISION.dump_json(decision)) == decision


@settings(deadline=None, max_examples=40)
@given(inquiry=inquiries())
def test_the_redacted_text_alone_gives_the_same_decision(engine: Engine, inquiry: Inquiry) -> None:
    redacted = replace(inquiry, text=prepare(inquiry.text).text)

    assert engine.answer(redacted) == engine.answer(inquiry)


@settings(deadline=None, max_examples=10)
@given(asked=st.lists(inquiries(), max_size=6))
def test_a_decision_does_not_depend_on_who_else_asks(engine: Engine, asked: list[Inquiry]) -> None:
    assert engine.answer_many(asked) == [engine.answer(inquiry) for inquiry in asked]


def assessed(encoder: Encoder, topics: Mapping[str, float], inquiry: Inquiry) -> Assessment:
    (assessment,) = Engine(a_release(SERVICE, topics), encoder).assess([inquiry])
    return assessment


def decide(assessment: Assessment, threshold: float | None, routed_from: float = 0.5) -> Decision:
    thresholds = some_thresholds(SERVICE, threshold, routed_from)
    return Decider(service=SERVICE, thresholds=thresholds, digest="").decide(assessment)


@settings(deadline=None, max_examples=30)
@given(topics=predicted(), inquiry=inquiries(), one=probabilities, two=probabilities)
def test_raising_a_threshold_never_adds_an_automatic_reply(
    encoder: Encoder, topics: Mapping[str, float], inquiry: Inquiry, one: float, two: float
) -> None:
    low, high = sorted((one, two))
    assessment = assessed(encoder, topics, inquiry)

    if isinstance(decide(assessment, high), AutoReply):
        assert isinstance(decide(assessment, low), AutoReply)
    assert not isinstance(decide(assessment, None), AutoReply)


@settings(deadline=None, max_examples=30)
@given(topics=predicted(), inquiry=inquiries(), routed_from=probabilities)
def test_once_somebody_has_answered_nothing_is_automatic(
    encoder: Encoder, topics: Mapping[str, float], inquiry: Inquiry, routed_from: float
) -> None:
    for person, reply in ((True, False), (False, True), (True, True)):
        again = replace(inquiry, person_has_spoken=person, auto_reply_sent=reply)
        decision = decide(assessed(encoder, topics, again), 0.0, routed_from)
        assert not isinstance(decision, AutoReply)


@settings(deadline=None, max_examples=20)
@given(topics=predicted(), known=known_facts)
def test_knowing_less_never_makes_another_rule_true(
    encoder: Encoder, topics: Mapping[str, float], known: Mapping[str, object]
) -> None:
    def true_rules(facts: Mapping[str, object]) -> set[str]:
        inquiry = Inquiry(
            id=InquiryId("1"),
            text=CHARGED_TWICE,
            received_at=MONDAY,
            facts=SERVICE.schema.parse(facts),
        )
        found = assessed(encoder, topics, inquiry).candidates
        return {candidate.template_id for candidate in found if candidate.rule.holds}

    assert true_rules(known) <= true_rules(CARD_FACTS)
