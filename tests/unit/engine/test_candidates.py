from dataclasses import replace

import pytest
from tests.builders import CARD_FACTS, a_template, with_template
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import AutoReply, Decision, Escalation, EscalationReason, Suggestion
from firstline.domain.topics import TopicId
from firstline.domain.traces import CandidateStatus, CandidateTrace, DropReason
from firstline.engine.fill import missing_facts

LOST: dict[str, float] = {"lost_item": 0.9, "driver_late": 0.1}


def candidate(decision: Decision, template_id: str) -> CandidateTrace:
    return next(c for c in decision.trace.candidates if c.template_id == template_id)


def test_a_template_whose_rule_does_not_hold_is_no_candidate(desk: Desk) -> None:
    cash = candidate(desk.decide(), "paid_in_cash")

    assert (cash.status, cash.probability) == (CandidateStatus.NOT_MATCHED, 0)
    assert cash.rule.holds is False


def test_an_unknown_fact_never_makes_a_rule_true(desk: Desk) -> None:
    decision = desk.decide(facts={"order_cost": "12.50"}, topics={"charged_twice": 1.0})

    assert isinstance(decision, Escalation)
    assert decision.reason is EscalationReason.NO_APPLICABLE_TEMPLATE
    for name in ("paid_once", "paid_in_cash"):
        judged = candidate(decision, name)
        assert judged.status is CandidateStatus.NOT_MATCHED
        assert judged.rule.holds is None


def test_the_trace_shows_each_condition_with_the_fact_that_it_saw(desk: Desk) -> None:
    rule = candidate(desk.decide(facts={"payment_type": "card"}), "paid_once").rule

    assert rule.holds is None
    assert [(part.text, part.holds, dict(part.seen)) for part in rule.parts] == [
        ('payment_type is "card"', True, {"payment_type": "card"}),
        ("order_cost > 0", None, {"order_cost": "missing"}),
    ]


def test_a_reply_with_a_blank_is_never_sent(desk: Desk) -> None:
    decision = desk.decide(facts={"pickup_at": "2026-03-02T08:00:00Z"}, topics=LOST)
    dropped = candidate(decision, "driver_has_it")

    assert (dropped.status, dropped.dropped_because, dropped.detail) == (
        CandidateStatus.DROPPED,
        DropReason.PLACEHOLDER_MISSING,
        "driver_name",
    )


def test_an_empty_list_leaves_a_blank_too(desk: Desk) -> None:
    facts = desk.service.schema.parse(CARD_FACTS | {"options": []})

    assert missing_facts("{{ options }}, {{ driver_name }}, {{ trips }}", facts) == (
        "options",
        "trips",
    )


def test_candidates_are_ranked_by_topic_and_by_how_often_agents_chose_them(desk: Desk) -> None:
    service = with_template(desk.service, a_template("ask_bank", "charged_twice", "Ask the bank."))
    topics = {"charged_twice": 0.6, "lost_item": 0.4}
    decision = desk.decide(
        service=service, topics=topics, usage={"paid_once": 0.2, "ask_bank": 0.7}
    )

    ranked = {str(c.template_id): c.probability for c in decision.trace.candidates}
    assert list(ranked) == ["ask_bank", "driver_has_it", "paid_once", "paid_in_cash"]
    assert list(ranked.values()) == pytest.approx([0.6 * 0.7, 0.4, 0.6 * 0.2, 0])


def test_a_template_that_answers_several_topics_adds_up(desk: Desk) -> None:
    both = replace(
        a_template("all_in_order", "charged_twice", "All is in order."),
        topics=(TopicId("charged_twice"), TopicId("cancellation_fee")),
    )
    topics = {"charged_twice": 0.45, "cancellation_fee": 0.4, "lost_item": 0.15}
    decision = desk.decide(service=with_template(desk.service, both), topics=topics)

    assert isinstance(decision, AutoReply)
    assert decision.reply.template_id == "all_in_order"
    assert decision.reply.topic_id == "charged_twice"
    assert decision.reply.probability == pytest.approx(0.85)


def test_an_improbable_topic_brings_no_candidates(desk: Desk) -> None:
    decision = desk.decide(topics={"charged_twice": 0.99, "lost_item": 0.01})

    assert {c.topic_id for c in decision.trace.candidates} == {"charged_twice"}


def test_a_reply_below_the_floor_is_not_shown(desk: Desk) -> None:
    decision = desk.decide(usage={"driver_has_it": 0.4}, threshold=None)

    assert isinstance(decision, Suggestion)
    assert [reply.template_id for reply in decision.replies] == ["paid_once"]
    assert candidate(decision, "driver_has_it").status is CandidateStatus.MATCHED


def test_an_agent_who_would_get_only_weak_drafts_gets_none(desk: Desk) -> None:
    decision = desk.decide(usage={"paid_once": 0.01, "driver_has_it": 0.01})

    assert isinstance(decision, Escalation)
    assert decision.reason is EscalationReason.UNSURE


def test_an_agent_gets_no_more_suggestions_than_the_policy_says(desk: Desk) -> None:
    topics = {
        "charged_twice": 0.3,
        "lost_item": 0.25,
        "driver_late": 0.24,
        "promo_code": 0.21,
    }
    decision = desk.decide(topics=topics, threshold=0.9)

    assert isinstance(decision, Suggestion)
    best = ["paid_once", "driver_has_it", "sorry_late"]
    assert [reply.template_id for reply in decision.replies] == best


def test_equal_candidates_come_in_the_order_of_their_names(desk: Desk) -> None:
    twin = a_template("a_twin", "charged_twice", "The same.")
    decision = desk.decide(service=with_template(desk.service, twin))

    assert [c.template_id for c in decision.trace.candidates][:2] == ["a_twin", "paid_once"]
