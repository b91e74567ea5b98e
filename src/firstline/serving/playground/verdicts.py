"""What comes of a message: for the customer in one line, for the visitor in a headline."""

from dataclasses import dataclass

from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
)
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.domain.topics import Line
from firstline.serving.playground.promises import clearance
from firstline.serving.playground.words import WHY_ESCALATED, WHY_ONLY_SUGGESTED, percent, title

_AGENT_GETS = {
    1: "An agent gets this suggestion",
    2: "An agent gets these two suggestions",
    3: "An agent gets these three suggestions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedReply:
    title: str
    topic: str
    text: str
    language: Language
    probability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    kind: str
    """`automatic`, `suggestion`, `person` or `expert`: also the style class."""
    title: str
    sentence: str
    suggestions_title: str = ""
    suggestions: tuple[SuggestedReply, ...] = ()


def verdict(decision: Decision, service: Service) -> Verdict:
    match decision:
        case AutoReply():
            return Verdict(
                kind="automatic",
                title="Answered automatically",
                sentence=clearance(decision.trace.rightness, decision.trace.guarantee),
            )
        case Suggestion():
            return Verdict(
                kind="suggestion",
                title="A person answers, with a head start",
                sentence=WHY_ONLY_SUGGESTED[decision.reason],
                suggestions_title=_AGENT_GETS[len(decision.replies)],
                suggestions=tuple(_suggested(reply, service) for reply in decision.replies),
            )
        case Escalation():
            return _escalated(decision)


def _escalated(decision: Escalation) -> Verdict:
    if decision.line is Line.EXPERT:
        return Verdict(
            kind="expert",
            title="Straight to the expert line",
            sentence=WHY_ESCALATED[decision.reason],
        )
    return Verdict(
        kind="person", title="A person takes over", sentence=WHY_ESCALATED[decision.reason]
    )


def _suggested(reply: Reply, service: Service) -> SuggestedReply:
    return SuggestedReply(
        title=title(reply.template_id),
        topic=service.topics[reply.topic_id].name,
        text=reply.text,
        language=reply.language,
        probability=percent(reply.probability),
    )


def told_customer(decision: Suggestion | Escalation) -> str:
    """What the customer reads where no reply is sent; a hand-over is never silent."""
    match decision:
        case Escalation(line=Line.EXPERT):
            return "A specialist is taking care of this and will write to you first."
        case Escalation(reason=EscalationReason.CUSTOMER_ASKED_FOR_PERSON):
            return (
                "A person takes over from here. They see this conversation and your order, "
                "so you need not repeat anything."
            )
        case _:
            return "A person will answer you soon."
