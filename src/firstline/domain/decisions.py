"""Decisions: what to do now with an inquiry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

from firstline.domain.templates import Language, TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import Trace

DecisionId = NewType("DecisionId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    template_id: TemplateId
    topic_id: TopicId
    language: Language
    text: str
    """Ready to send: every placeholder is filled."""
    probability: float
    """What it was ranked by; the trace says how sure the best one is (`rightness`)."""


class SuggestionReason(StrEnum):
    """Why the best reply was not sent by itself."""

    PERSON_HAS_SPOKEN = "person_has_spoken"
    AUTO_REPLY_SENT = "auto_reply_sent"
    CUSTOMER_UPSET = "customer_upset"
    """The message sounds so negative that a person answers."""
    TOPIC_ON_SUGGEST = "topic_on_suggest"
    NO_GUARANTEE = "no_guarantee"
    """No threshold of the topic keeps the promise yet."""
    BELOW_THRESHOLD = "below_threshold"
    PAUSED = "paused"
    """It would have been sent, but people have paused automatic replies."""


class EscalationReason(StrEnum):
    CUSTOMER_ASKED_FOR_PERSON = "customer_asked_for_person"
    TRIGGERED = "triggered"
    """Words or facts that specialists list; the trace says which."""
    EXPERT_LINE = "expert_line"
    EMPTY_MESSAGE = "empty_message"
    AUTO_RESPONDER = "auto_responder"
    LANGUAGE_WITHOUT_TEMPLATES = "language_without_templates"
    TOPIC_OFF = "topic_off"
    TOPIC_IN_SHADOW = "topic_in_shadow"
    NO_APPLICABLE_TEMPLATE = "no_applicable_template"
    UNSURE = "unsure"
    """No reply is probable enough to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReply:
    reply: Reply
    trace: Trace
    kind: Literal["auto_reply"] = "auto_reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    replies: tuple[Reply, ...]
    """At most three, best first."""
    reason: SuggestionReason
    trace: Trace
    kind: Literal["suggestion"] = "suggestion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    reason: EscalationReason
    line: Line
    trace: Trace
    kind: Literal["escalation"] = "escalation"


Decision: TypeAlias = AutoReply | Suggestion | Escalation


def replies_of(decision: Decision) -> tuple[Reply, ...]:
    """Give what is sent or suggested, best first; nothing for an escalation."""
    match decision:
        case AutoReply(reply=reply):
            return (reply,)
        case Suggestion(replies=replies):
            return replies
        case Escalation():
            return ()
