from dataclasses import replace

import pytest
from tests.builders import ENGLISH, a_template, with_template
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.templates import Language, Template, TemplateAct, TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import CandidateStatus, DropReason, MessageAct

YOU_ARE_WELCOME = Template(
    id=TemplateId("welcome"),
    topics=(TopicId("charged_twice"),),
    texts={ENGLISH: "You are welcome."},
    rule="always",
    act=TemplateAct.COURTESY,
)


def reason(decision: Decision) -> EscalationReason | SuggestionReason | None:
    return None if isinstance(decision, AutoReply) else decision.reason


def test_a_clear_first_message_is_answered_automatically(desk: Desk) -> None:
    decision = desk.decide()

    assert isinstance(decision, AutoReply)
    assert decision.reply.template_id == "paid_once"
    assert decision.reply.topic_id == "charged_twice"
    assert decision.reply.text == "You paid 12.50 once."
    assert decision.reply.probability == pytest.approx(0.9)


def test_nobody_talks_over_a_person(desk: Desk) -> None:
    decision = desk.decide(person_has_spoken=True)

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.PERSON_HAS_SPOKEN
    assert decision.replies[0].template_id == "paid_once"


def test_a_customer_who_writes_back_after_an_automatic_reply_gets_a_person(desk: Desk) -> None:
    assert reason(desk.decide(auto_reply_sent=True)) is SuggestionReason.AUTO_REPLY_SENT


def test_where_both_spoke_the_person_is_the_reason(desk: Desk) -> None:
    decision = desk.decide(person_has_spoken=True, auto_reply_sent=True)

    assert reason(decision) is SuggestionReason.PERSON_HAS_SPOKEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let me talk to a human, I was charged twice", EscalationReason.CUSTOMER_ASKED_FOR_PERSON),
        ("", EscalationReason.EMPTY_MESSAGE),
        (" \n\t!!!", EscalationReason.EMPTY_MESSAGE),
        ("Automatic reply: I was charged twice", EscalationReason.AUTO_RESPONDER),
        ("с меня дважды списали деньги за поездку", EscalationReason.LANGUAGE_WITHOUT_TEMPLATES),
    ],
)
def test_some_messages_go_to_a_person_whatever_a_model_would_think(
    desk: Desk, text: str, expected: EscalationReason
) -> None:
    decision = desk.decide(text)

    assert isinstance(decision, Escalation)
    assert (decision.reason, decision.line) == (expected, Line.FIRST)
    assert decision.trace.predictions == ()
    assert decision.trace.candidates == ()
    assert not all(guard.passed for guard in decision.trace.guards)


def test_a_message_in_no_language_of_the_service_is_traced_in_its_default(desk: Desk) -> None:
    trace = desk.decide("с меня дважды списали деньги за поездку").trace

    assert trace.language == ENGLISH
    assert {guard.guard: guard.detail for guard in trace.guards}["language"] == (
        "none of the service's languages"
    )


@pytest.mark.parametrize("text", ["Thanks a lot!", "Good morning", "You idiots"])
def test_thanks_greetings_and_abuse_get_no_substantive_reply(desk: Desk, text: str) -> None:
    decision = desk.decide(text)

    assert reason(decision) is EscalationReason.NO_APPLICABLE_TEMPLATE
    possible = [c for c in decision.trace.candidates if c.rule.holds]
    assert {c.dropped_because for c in possible} == {DropReason.ACT_MISMATCH}


def test_thanks_get_a_courtesy_and_nothing_else(desk: Desk) -> None:
    decision = desk.decide("Thanks a lot", service=with_template(desk.service, YOU_ARE_WELCOME))

    assert isinstance(decision, AutoReply)
    assert decision.reply.text == "You are welcome."
    assert decision.trace.act is MessageAct.THANKS
    dropped = [c for c in decision.trace.candidates if c.status is CandidateStatus.DROPPED]
    assert [(c.template_id, c.dropped_because, c.detail) for c in dropped] == [
        ("paid_once", DropReason.ACT_MISMATCH, "thanks"),
        ("driver_has_it", DropReason.ACT_MISMATCH, "thanks"),
    ]


def test_a_courtesy_may_also_follow_a_real_question(desk: Desk) -> None:
    service = with_template(desk.service, YOU_ARE_WELCOME)
    decision = desk.decide(service=service, usage={"paid_once": 0.1})

    assert isinstance(decision, AutoReply)
    assert decision.reply.template_id == "welcome"


def test_thanks_with_a_question_are_a_question(desk: Desk) -> None:
    assert isinstance(desk.decide("Thanks, but I was charged twice"), AutoReply)


def test_a_request_for_a_person_goes_before_the_expert_line(desk: Desk) -> None:
    decision = desk.decide("Let me talk to a human", topics={"accident": 0.9, "lost_item": 0.1})

    assert reason(decision) is EscalationReason.CUSTOMER_ASKED_FOR_PERSON


def test_a_template_that_nobody_wrote_in_english_is_left_out(desk: Desk) -> None:
    russian = replace(
        a_template("paid_once", "charged_twice", ""),
        texts={Language("ru"): "Вы заплатили один раз."},
    )
    decision = desk.decide(service=with_template(desk.service, russian))

    dropped = next(c for c in decision.trace.candidates if c.template_id == "paid_once")
    assert (dropped.status, dropped.dropped_because, dropped.detail) == (
        CandidateStatus.DROPPED,
        DropReason.NOT_IN_LANGUAGE,
        "en",
    )
