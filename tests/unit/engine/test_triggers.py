"""Words and facts that specialists list send an inquiry to a person."""

from dataclasses import replace

from tests.builders import CARD_FACTS, CHARGED_TWICE, ENGLISH
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import AutoReply, Decision, Escalation, EscalationReason
from firstline.domain.services import Service
from firstline.domain.topics import Line
from firstline.domain.traces import TriggerTrace
from firstline.domain.triggers import Trigger, TriggerId
from firstline.engine.explain import explain

LAWYER = Trigger(
    id=TriggerId("legal"), name="Legal threat", words={ENGLISH: ("lawyer*", "see you in court")}
)
LARGE = Trigger(
    id=TriggerId("large"), name="A large sum", rule="order_cost > 100", line=Line.EXPERT
)
IN_COURT = f"{CHARGED_TWICE}, see you in court"


def with_triggers(desk: Desk, *triggers: Trigger) -> Service:
    return replace(desk.service, triggers=triggers)


def asked(desk: Desk, text: str, *triggers: Trigger, **facts: object) -> Decision:
    return desk.decide(text, service=with_triggers(desk, *triggers), facts={**CARD_FACTS, **facts})


def set_off(decision: Decision) -> TriggerTrace:
    assert isinstance(decision, Escalation)
    assert decision.reason is EscalationReason.TRIGGERED
    return decision.trace.triggers[0]


def test_a_listed_word_sends_a_sure_reply_to_a_person(desk: Desk) -> None:
    assert isinstance(asked(desk, IN_COURT), AutoReply)

    decision = asked(desk, IN_COURT, LAWYER)

    trigger = set_off(decision)
    assert (trigger.trigger_id, trigger.words) == ("legal", ("see you in court",))
    assert isinstance(decision, Escalation)
    assert decision.line is Line.FIRST


def test_a_message_without_the_words_is_answered_as_ever(desk: Desk) -> None:
    assert isinstance(asked(desk, CHARGED_TWICE, LAWYER), AutoReply)


def test_facts_alone_may_be_enough(desk: Desk) -> None:
    decision = asked(desk, CHARGED_TWICE, LARGE, order_cost="100.01")

    trigger = set_off(decision)
    assert trigger.rule.holds
    assert trigger.rule.seen == {"order_cost": "100.01"}
    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT


def test_an_unknown_fact_sets_nothing_off(desk: Desk) -> None:
    unless_small = replace(LARGE, rule="not (trips < 100)")

    assert isinstance(asked(desk, CHARGED_TWICE, unless_small), AutoReply)
    assert isinstance(asked(desk, CHARGED_TWICE, LARGE), AutoReply)
    set_off(asked(desk, CHARGED_TWICE, replace(LARGE, rule="trips is missing")))


def test_words_and_rule_must_both_hold(desk: Desk) -> None:
    both = replace(LAWYER, rule="order_cost > 100")

    assert isinstance(asked(desk, IN_COURT, both), AutoReply)
    assert isinstance(asked(desk, CHARGED_TWICE, both, order_cost="200"), AutoReply)
    set_off(asked(desk, IN_COURT, both, order_cost="200"))


def test_the_expert_lines_trigger_decides_and_all_are_told(desk: Desk) -> None:
    decision = asked(desk, IN_COURT, LAWYER, LARGE, order_cost="200")

    assert set_off(decision).trigger_id == "large"
    assert [trigger.trigger_id for trigger in decision.trace.triggers] == ["large", "legal"]


def test_a_trigger_takes_no_urgent_inquiry_from_the_experts(desk: Desk) -> None:
    service = with_triggers(desk, LAWYER)
    decision = desk.decide(IN_COURT, service=service, topics={"accident": 0.9, "lost_item": 0.1})

    set_off(decision)
    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT


def test_who_asks_for_a_person_after_an_accident_gets_the_expert(desk: Desk) -> None:
    hurt = replace(LAWYER, words={ENGLISH: ("injured",)}, line=Line.EXPERT)
    decision = asked(desk, "I am injured, let me talk to a human", hurt)

    assert isinstance(decision, Escalation)
    assert decision.line is Line.EXPERT


def test_the_mail_of_a_robot_sets_nothing_off(desk: Desk) -> None:
    decision = asked(desk, "Automatic reply: your lawyer writes to me", LAWYER)

    assert isinstance(decision, Escalation)
    assert decision.reason is EscalationReason.AUTO_RESPONDER


def test_a_word_counts_in_whatever_language_the_message_is(desk: Desk) -> None:
    decision = asked(desk, "С меня дважды списали деньги, мой lawyer уже знает", LAWYER)

    assert set_off(decision).words == ("lawyer*",)


def test_a_redacted_address_is_no_word(desk: Desk) -> None:
    nosy = replace(LAWYER, words={ENGLISH: ("email", "name")})

    assert isinstance(asked(desk, f"{CHARGED_TWICE}, I am a@b.example", nosy), AutoReply)


def test_what_would_have_been_sent_stays_in_the_trace(desk: Desk) -> None:
    """A replay without the trigger needs it."""
    decision = asked(desk, IN_COURT, LAWYER)

    assert decision.trace.candidates[0].template_id == "paid_once"
    assert decision.trace.rightness is not None


def test_an_agent_reads_which_word_and_which_fact_it_was(desk: Desk) -> None:
    words = explain(asked(desk, IN_COURT, LAWYER, LARGE, order_cost="200"))

    assert "Given to the expert line: triggered." in words
    assert "Set off legal (Legal threat, first line), by “see you in court”." in words
    assert "✓ order_cost > 100  (order_cost = 200)" in words
