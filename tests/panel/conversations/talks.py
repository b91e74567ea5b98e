"""Decisions and conversations in few words."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from tests.builders import ENGLISH, MONDAY, an_inquiry

from firstline.domain.decisions import (
    AutoReply,
    Decision,
    DecisionId,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.sentiments import Sentiment
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import (
    CandidateStatus,
    CandidateTrace,
    Clause,
    MessageAct,
    Prediction,
    Trace,
)
from firstline.journal.entries import JournalEntry, Timings
from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.conversations.receiving import open_conversation, receive
from firstline.panel.conversations.settling import settle
from firstline.panel.services.models import HostedService

LATER = MONDAY + timedelta(minutes=1)


def a_trace(act: MessageAct = MessageAct.SUBSTANCE, *, negative: float = 0.1) -> Trace:
    rule = Clause(text="payment_type is card", holds=True, seen={"payment_type": "card"})
    topic_id = TopicId("charged_twice")
    return Trace(
        release="r",
        fingerprint="f",
        language=ENGLISH,
        act=act,
        guards=(),
        sentiment=Sentiment(negative=negative, neutral=0.95 - negative, positive=0.05),
        predictions=(Prediction(topic_id=topic_id, probability=0.9),),
        candidates=(
            CandidateTrace(
                template_id=TemplateId("paid_once"),
                topic_id=topic_id,
                status=CandidateStatus.MATCHED,
                probability=0.9,
                rule=rule,
            ),
        ),
    )


def a_reply(text: str = "You paid 12.50 once.") -> Reply:
    return Reply(
        template_id=TemplateId("paid_once"),
        topic_id=TopicId("charged_twice"),
        language=ENGLISH,
        text=text,
        probability=0.9,
    )


def automatic(act: MessageAct = MessageAct.SUBSTANCE) -> AutoReply:
    return AutoReply(reply=a_reply(), trace=a_trace(act))


def suggested(
    reason: SuggestionReason = SuggestionReason.BELOW_THRESHOLD, *, negative: float = 0.1
) -> Suggestion:
    return Suggestion(replies=(a_reply(),), reason=reason, trace=a_trace(negative=negative))


def escalated(
    reason: EscalationReason = EscalationReason.UNSURE,
    line: Line = Line.FIRST,
    act: MessageAct = MessageAct.SUBSTANCE,
) -> Escalation:
    return Escalation(reason=reason, line=line, trace=a_trace(act))


def an_entry(decision: Decision) -> JournalEntry:
    return JournalEntry(
        decision_id=DecisionId(f"d{uuid4().hex}"),
        decided_at=MONDAY,
        inquiry=an_inquiry(),
        decision=decision,
        timings=Timings(waiting=0, reading=0, deciding=0),
    )


def a_conversation(service: HostedService) -> Conversation:
    return open_conversation(service, now=MONDAY, language="en")


def says(
    conversation: Conversation,
    text: str,
    decision: Decision | None,
    *,
    at: datetime = LATER,
) -> Message:
    """Let the customer write, and settle it as decided."""
    message = receive(conversation.pk, text, now=at)
    settle(message, an_entry(decision) if decision else None, now=at)
    conversation.refresh_from_db()
    return message


def authors(conversation: Conversation) -> list[str]:
    return [
        Author(author).value for author in conversation.messages.values_list("author", flat=True)
    ]


def with_text(reply: AutoReply, text: str) -> AutoReply:
    return replace(reply, reply=a_reply(text))
