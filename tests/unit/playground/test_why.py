import pytest
from tests.builders import ENGLISH, a_service

from firstline.domain.decisions import Escalation, EscalationReason
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import (
    Clause,
    GuardFinding,
    MessageAct,
    Prediction,
    Trace,
    TriggerTrace,
)
from firstline.domain.triggers import ALWAYS, TriggerId
from firstline.serving.playground.why import GuardView, Why, why


def explained(
    *guards: GuardFinding,
    topics: dict[str, float] | None = None,
    expert: float = 0.0,
    triggers: tuple[TriggerTrace, ...] = (),
) -> Why:
    trace = Trace(
        release="abc",
        fingerprint="here",
        language=ENGLISH,
        act=MessageAct.SUBSTANCE,
        guards=guards,
        predictions=tuple(
            Prediction(topic_id=TopicId(topic), probability=probability)
            for topic, probability in (topics or {}).items()
        ),
        expert_probability=expert,
        expert_threshold=0.3,
        triggers=triggers,
    )
    decision = Escalation(reason=EscalationReason.UNSURE, line=Line.FIRST, trace=trace)
    return why(decision, a_service(), decision_id="d1", seconds=0.0123)


def test_topics_are_shown_until_they_are_too_unlikely_to_matter() -> None:
    shares = {"charged_twice": 0.97, "accident": 0.004, "lost_item": 0.003, "driver_late": 0.002}

    first, second = explained(topics=shares).topics

    assert (first.name, first.share, first.width) == ("charged twice", "97\u00a0%", "97.0%")
    assert (second.name, second.is_expert) == ("accident", True)


def test_the_expert_line_is_judged_in_words() -> None:
    said = explained(topics={"accident": 0.2}, expert=0.204).expert.replace("\u00a0", " ")

    assert said == "Urgent or delicate with 20.4 % probability; from 30 % on a specialist answers."
    assert explained().expert == ""


@pytest.mark.parametrize(("rule", "shown"), [(ALWAYS, []), ("order_cost > 100", ["cost: 120"])])
def test_what_a_trigger_found_is_shown(rule: str, shown: list[str]) -> None:
    found = TriggerTrace(
        trigger_id=TriggerId("legal"),
        name="Legal threats",
        line=Line.EXPERT,
        words=("lawyer",),
        rule=Clause(text=rule, holds=True, seen={"cost": "120"}),
    )

    (trigger,) = explained(triggers=(found,)).triggers

    assert (trigger.name, trigger.words, trigger.is_expert) == ("Legal threats", ("lawyer",), True)
    assert [seen for clause in trigger.clauses for seen in clause.seen] == shown


@pytest.mark.parametrize(
    ("finding", "title", "sentence"),
    [
        (
            GuardFinding(guard="first_response", passed=True),
            "First reply of the conversation",
            "Nobody has answered yet.",
        ),
        (
            GuardFinding(guard="first_response", passed=False, detail="auto_reply_sent"),
            "First reply of the conversation",
            "The customer wrote again after an automatic reply, so a person reads it.",
        ),
        (
            GuardFinding(guard="message_act", passed=False, detail="asks_for_person"),
            "A prepared reply could help",
            "It asks for a person.",
        ),
        (
            GuardFinding(guard="language", passed=True, detail="ja"),
            "A language we have replies in",
            "It is in Japanese.",
        ),
        (
            GuardFinding(guard="language", passed=False, detail="none of the service's languages"),
            "A language we have replies in",
            "None of the service's languages",
        ),
        (GuardFinding(guard="office_hours", passed=True), "Office hours", ""),
    ],
)
def test_every_guard_says_what_it_found(finding: GuardFinding, title: str, sentence: str) -> None:
    expected = GuardView(title=title, passed=finding.passed, sentence=sentence)

    assert explained(finding).guards == (expected,)


def test_the_time_is_told_in_milliseconds() -> None:
    assert explained().duration == "12.3 ms"


def test_an_upset_customer_is_heard_in_words() -> None:
    detail = "negative with 93.1%, a person answers from 90.0%"
    (guard,) = explained(GuardFinding(guard="sentiment", passed=False, detail=detail)).guards

    assert guard.title == "A customer who is not upset"
    assert guard.sentence == f"It sounds {detail}."
