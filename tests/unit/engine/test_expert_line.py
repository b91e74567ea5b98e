from dataclasses import replace

import pytest
from tests.builders import a_template, with_template
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import AutoReply, Escalation, EscalationReason
from firstline.domain.topics import Line, Topic, TopicId, TopicTree


def test_an_urgent_inquiry_goes_to_the_experts(desk: Desk) -> None:
    decision = desk.decide(topics={"accident": 0.3, "charged_twice": 0.7}, routed_from=0.25)

    assert isinstance(decision, Escalation)
    assert (decision.reason, decision.line) == (EscalationReason.EXPERT_LINE, Line.EXPERT)
    assert decision.trace.expert_probability == pytest.approx(0.3)
    assert decision.trace.expert_threshold == 0.25


def test_an_inquiry_that_is_hardly_urgent_is_answered(desk: Desk) -> None:
    decision = desk.decide(topics={"accident": 0.2, "charged_twice": 0.8}, routed_from=0.25)

    assert isinstance(decision, AutoReply)


def test_urgent_topics_count_together(desk: Desk) -> None:
    theft = Topic(id=TopicId("theft"), name="theft", line=Line.EXPERT)
    service = replace(desk.service, topics=TopicTree((*desk.service.topics, theft)))
    topics = {"accident": 0.15, "theft": 0.15, "charged_twice": 0.7}
    decision = desk.decide(service=service, topics=topics, routed_from=0.25)

    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT


def test_experts_come_before_any_reply_even_an_urgent_topics_own(desk: Desk) -> None:
    service = with_template(desk.service, a_template("stay_calm", "accident", "Stay calm."))
    decision = desk.decide(service=service, topics={"accident": 0.9, "lost_item": 0.1})

    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT


def test_experts_also_get_what_a_customer_writes_after_a_person(desk: Desk) -> None:
    topics = {"accident": 0.9, "lost_item": 0.1}
    decision = desk.decide(topics=topics, person_has_spoken=True)

    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT
