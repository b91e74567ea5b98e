from dataclasses import replace

import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY, a_release, a_service, with_mode
from tests.unit.engine.conftest import SURE

from firstline.analysis.replay.outcomes import outcomes
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.decisions import AutoReply, Decision, DecisionId, Suggestion, SuggestionReason
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.pauses import Pause
from firstline.domain.services import Service
from firstline.domain.topics import Mode, Topic, TopicId, TopicTree
from firstline.engine import Engine
from firstline.inference.encoders import Encoder

EVERYTHING = Pause(since=MONDAY, by="Olga")
PAYMENT = Topic(id=TopicId("payment"), name="Payment")


def below_payment(service: Service) -> Service:
    """Put all topics below one, so that there is a parent to pause."""
    moved = (replace(topic, parent=PAYMENT.id) for topic in service.topics)
    return replace(service, topics=TopicTree((PAYMENT, *moved)))


def asked(service: Service) -> Inquiry:
    facts = service.schema.parse(CARD_FACTS, zone=service.zone)
    return Inquiry(id=InquiryId("1"), text=CHARGED_TWICE, received_at=MONDAY, facts=facts)


def decide(
    encoder: Encoder, *pauses: Pause, service: Service | None = None, threshold: float = 0.5
) -> Decision:
    service = service or below_payment(a_service())
    engine = Engine(a_release(service, SURE, threshold=threshold), encoder)
    return engine.answer(asked(service), pauses=pauses)


@pytest.mark.parametrize("topic", [None, "payment", "charged_twice"])
def test_what_would_have_been_sent_is_only_suggested(encoder: Encoder, topic: str | None) -> None:
    paused = TopicId(topic) if topic else None
    decision = decide(encoder, Pause(topic=paused, since=MONDAY, by="Olga"))

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.PAUSED
    assert decision.replies[0].template_id == "paid_once"


@pytest.mark.parametrize("topic", ["lost_item", "a_topic_that_was_retired"])
def test_a_pause_of_another_topic_holds_nothing_back(encoder: Encoder, topic: str) -> None:
    assert isinstance(
        decide(encoder, Pause(topic=TopicId(topic), since=MONDAY, by="Olga")), AutoReply
    )


def test_a_pause_is_given_as_the_reason_only_where_it_alone_holds_a_reply_back(
    encoder: Encoder,
) -> None:
    on_suggest = with_mode(a_service(), "charged_twice", Mode.SUGGEST)

    for other in (
        decide(encoder, EVERYTHING, threshold=0.95),
        decide(encoder, EVERYTHING, service=on_suggest),
    ):
        assert isinstance(other, Suggestion)
        assert other.reason is not SuggestionReason.PAUSED


def test_a_replay_counts_what_was_paused_as_sent(encoder: Encoder) -> None:
    service = a_service()
    release = replace(a_release(service, SURE), digest="live")
    inquiry = asked(service)
    decision = Engine(release, encoder).answer(inquiry, pauses=[EVERYTHING])
    logged = LoggedDecision(decision_id=DecisionId("1"), inquiry=inquiry, decision=decision)
    traffic = Traffic.of([logged], service.schema)

    again = outcomes(release, traffic.frame)
    assert again["kind"].to_list() == ["auto_reply"]
    assert again.equals(traffic.frame.select(again.columns))
