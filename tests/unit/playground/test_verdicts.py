import pytest
from tests.builders import ENGLISH, a_service

from firstline.domain.decisions import (
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import MessageAct, Trace
from firstline.serving.playground.verdicts import told_customer, verdict

TRACE = Trace(
    release="abc", fingerprint="here", language=ENGLISH, act=MessageAct.SUBSTANCE, guards=()
)


def suggested(count: int) -> Suggestion:
    reply = Reply(
        template_id=TemplateId("paid_once"),
        topic_id=TopicId("charged_twice"),
        language=ENGLISH,
        text="You paid 12.50 once.",
        probability=0.6,
    )
    return Suggestion(
        replies=(reply,) * count, reason=SuggestionReason.BELOW_THRESHOLD, trace=TRACE
    )


def escalated(reason: EscalationReason, line: Line = Line.FIRST) -> Escalation:
    return Escalation(reason=reason, line=line, trace=TRACE)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "An agent gets this suggestion"),
        (2, "An agent gets these two suggestions"),
        (3, "An agent gets these three suggestions"),
    ],
)
def test_an_agent_gets_what_may_be_right(count: int, said: str) -> None:
    shown = verdict(suggested(count), a_service())

    assert shown.suggestions_title == said
    assert len(shown.suggestions) == count
    assert shown.suggestions[0].topic == "charged twice"
    assert shown.suggestions[0].probability == "60\u00a0%"
    assert told_customer(suggested(count)) == "A person will answer you soon."


def test_the_expert_line_has_its_own_calm_words() -> None:
    urgent = escalated(EscalationReason.EXPERT_LINE, Line.EXPERT)

    assert verdict(urgent, a_service()).kind == "expert"
    assert told_customer(urgent) == (
        "A specialist is taking care of this and will write to you first."
    )


@pytest.mark.parametrize("reason", EscalationReason)
def test_a_hand_over_is_never_silent(reason: EscalationReason) -> None:
    assert told_customer(escalated(reason))
    assert verdict(escalated(reason), a_service()).sentence
