from dataclasses import replace

import pytest
from tests.builders import an_inquiry

from firstline.domain.decisions import AutoReply, Decision, Suggestion, SuggestionReason
from firstline.domain.inquiries import Inquiry
from firstline.engine import Engine
from firstline.engine.explain import explain
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained
from firstline.release.records import Release

CALM = "Hello, I was charged twice for my ride"
UPSET = "I was charged twice for my ride and your useless support is a disgrace, I am furious!"


def asked(text: str, release: Release) -> Inquiry:
    return an_inquiry(text).typed(release.service)


@pytest.fixture
def release(tiny_training: Trained) -> Release:
    """A trained release that promises replies from any probability on."""
    trained = tiny_training.release
    pools = tuple(replace(pool, threshold=0.0) for pool in trained.thresholds.precision)
    expert = replace(trained.thresholds.expert, threshold=2.0)
    return replace(trained, thresholds=replace(trained.thresholds, precision=pools, expert=expert))


def with_limit(release: Release, limit: float | None) -> Release:
    service = release.service
    policy = replace(service.policy, upset_to_person=limit)
    return replace(release, service=replace(service, policy=policy))


def decide(text: str, release: Release, encoder: Encoder) -> Decision:
    return Engine(release, encoder).answer(asked(text, release))


def test_an_upset_customer_gets_a_person_who_gets_suggestions(
    release: Release, encoder: Encoder
) -> None:
    decision = decide(UPSET, with_limit(release, 0.8), encoder)

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.CUSTOMER_UPSET
    assert decision.replies[0].template_id == "paid_once"
    assert decision.trace.sentiment
    assert decision.trace.sentiment.negative >= 0.8


def test_a_calm_customer_is_answered_automatically(release: Release, encoder: Encoder) -> None:
    assert isinstance(decide(CALM, with_limit(release, 0.8), encoder), AutoReply)


def test_unless_the_service_wants_it_sentiment_decides_nothing(
    release: Release, encoder: Encoder
) -> None:
    decision = decide(UPSET, release, encoder)

    assert isinstance(decision, AutoReply)
    assert decision.trace.sentiment
    assert "sentiment" not in {guard.guard for guard in decision.trace.guards}


def test_the_guard_only_ever_takes_automatic_replies_away(
    release: Release, encoder: Encoder
) -> None:
    for text in (CALM, UPSET, "thanks!", "where is my car", "I left my phone in the car, idiots"):
        before = decide(text, release, encoder)
        after = decide(text, with_limit(release, 0.5), encoder)
        if before != replace(after, trace=before.trace):
            assert isinstance(before, AutoReply)
            assert isinstance(after, Suggestion)
            assert after.reason is SuggestionReason.CUSTOMER_UPSET


def test_the_explanation_says_how_the_message_sounds(release: Release, encoder: Encoder) -> None:
    words = explain(decide(UPSET, with_limit(release, 0.8), encoder))

    assert "(customer upset)" in words
    assert "\nSounds negative 9" in words
    assert "Guard sentiment says no: negative with 9" in words
    assert "a person answers from 80.0%." in words


@pytest.mark.parametrize("text", ["", "???", "С меня дважды списали деньги, это безобразие"])
def test_where_there_is_nothing_to_hear_no_sentiment_is_made_up(
    release: Release, encoder: Encoder, text: str
) -> None:
    assert decide(text, with_limit(release, 0.5), encoder).trace.sentiment is None
