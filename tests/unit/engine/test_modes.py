import pytest
from tests.builders import with_mode
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import (
    AutoReply,
    Escalation,
    EscalationReason,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.topics import Line, Mode


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (Mode.OFF, EscalationReason.TOPIC_OFF),
        (Mode.SHADOW, EscalationReason.TOPIC_IN_SHADOW),
    ],
)
def test_a_topic_that_is_off_or_in_shadow_leaves_the_inquiry_to_people(
    desk: Desk, mode: Mode, reason: EscalationReason
) -> None:
    decision = desk.decide(service=with_mode(desk.service, "charged_twice", mode))

    assert isinstance(decision, Escalation)
    assert (decision.reason, decision.line) == (reason, Line.FIRST)


def test_in_shadow_the_trace_still_says_what_would_have_been_sent(desk: Desk) -> None:
    trace = desk.decide(service=with_mode(desk.service, "charged_twice", Mode.SHADOW)).trace

    assert trace.candidates[0].template_id == "paid_once"
    assert trace.guarantee
    assert trace.guarantee.threshold == 0.5


def test_a_topic_on_suggest_never_answers_by_itself(desk: Desk) -> None:
    decision = desk.decide(service=with_mode(desk.service, "charged_twice", Mode.SUGGEST))

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.TOPIC_ON_SUGGEST


def test_a_topic_on_auto_answers_from_its_threshold_on(desk: Desk) -> None:
    assert isinstance(desk.decide(threshold=0.89), AutoReply)


def test_below_its_threshold_it_only_suggests(desk: Desk) -> None:
    decision = desk.decide(threshold=0.91)

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.BELOW_THRESHOLD
    assert decision.replies[0].probability < 0.91


def test_without_a_promise_that_holds_it_only_suggests(desk: Desk) -> None:
    decision = desk.decide(threshold=None)

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.NO_GUARANTEE


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.SHADOW])
def test_an_agent_is_shown_no_reply_of_a_topic_that_is_not_open(desk: Desk, mode: Mode) -> None:
    topics = {"charged_twice": 0.6, "lost_item": 0.4}
    service = with_mode(desk.service, "lost_item", mode)
    decision = desk.decide(service=service, topics=topics, threshold=0.9)

    assert isinstance(decision, Suggestion)
    assert [reply.template_id for reply in decision.replies] == ["paid_once"]


def test_a_topic_that_is_off_does_not_hold_back_a_better_one(desk: Desk) -> None:
    service = with_mode(desk.service, "lost_item", Mode.OFF)

    assert isinstance(desk.decide(service=service), AutoReply)
