"""The classifier is as sure of every message; only how like a message is decides."""

from dataclasses import replace

import numpy as np
import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY, a_release, a_service

from firstline.domain.decisions import AutoReply, Suggestion, SuggestionReason
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.engine.explain import explain
from firstline.inference.encoders import Encoder
from firstline.inference.likeness import TopicLikeness
from firstline.inference.rightness import Rightness

SERVICE = a_service()
NEW = "Could you recommend a good book about gardening"


@pytest.fixture
def engine(encoder: Encoder) -> Engine:
    """Knows one message of the topic, and has learnt that likeness matters most."""
    release = a_release(SERVICE, {"charged_twice": 0.9, "lost_item": 0.1})
    prototypes = encoder.encode([CHARGED_TWICE]).astype(np.float32)
    model = replace(
        release.model,
        likeness=TopicLikeness(prototypes={TopicId("charged_twice"): prototypes}),
        rightness=Rightness(chance=0.1, lead=0.1, likeness=10.0, bias=-5.0),
    )
    return Engine(replace(release, model=model), encoder)


def an_inquiry(text: str) -> Inquiry:
    facts = SERVICE.schema.parse(CARD_FACTS, zone=SERVICE.zone)
    return Inquiry(id=InquiryId("1"), text=text, received_at=MONDAY, facts=facts)


def test_what_is_like_the_messages_of_its_topic_is_answered(engine: Engine) -> None:
    decision = engine.answer(an_inquiry(CHARGED_TWICE))

    assert isinstance(decision, AutoReply)
    assert decision.trace.predictions[0].likeness == pytest.approx(1, abs=1e-5)
    assert decision.trace.rightness == pytest.approx(0.995, abs=0.01)


def test_what_is_like_nothing_known_goes_to_an_agent_however_sure_the_topic_is(
    engine: Engine,
) -> None:
    decision = engine.answer(an_inquiry(NEW))

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.BELOW_THRESHOLD
    assert decision.replies[0].probability == pytest.approx(0.9)
    assert decision.trace.rightness is not None
    assert decision.trace.rightness < 0.1


def test_the_explanation_says_the_probability_that_met_the_threshold(engine: Engine) -> None:
    decision = engine.answer(an_inquiry(NEW))

    assert f"The best reply is right with {decision.trace.rightness:.1%}." in explain(decision)


def test_without_any_candidate_nothing_is_said_of_being_right(engine: Engine) -> None:
    inquiry = replace(an_inquiry(CHARGED_TWICE), facts={})

    assert engine.answer(inquiry).trace.rightness is None


def test_a_message_gets_the_same_bits_alone_as_among_others(engine: Engine) -> None:
    inquiries = [an_inquiry(text) for text in (CHARGED_TWICE, NEW, "my ride", CHARGED_TWICE)]

    alone = [engine.answer(inquiry) for inquiry in inquiries]

    assert engine.answer_many(inquiries) == alone
