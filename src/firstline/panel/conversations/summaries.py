"""What an agent needs to know to take over, put together from the decision and its trace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstline.domain.decisions import Decision
from firstline.domain.errors import ReleaseError
from firstline.domain.topics import TopicId
from firstline.domain.traces import CandidateStatus, Clause, Trace
from firstline.panel.conversations.lookups import last_lookup
from firstline.panel.conversations.models import Author, Conversation
from firstline.panel.services.live import live_release

LONGEST = 500
"""Characters of a message in a summary; the whole one stands in the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Values only: it is worded in the language of who reads it."""

    reason: str
    asked: str
    """What the customer wrote last."""
    topic: str
    """Name of the most probable one; empty where nothing was decided."""
    facts: Mapping[str, str]
    """Those that the rules looked at, as they were."""
    not_looked_up: Mapping[str, str]
    """Facts that could not be, each with its reason."""
    tried: tuple[str, ...]
    """Automatic replies that were sent."""
    sentiment: str
    """Empty where the release has not learnt it."""
    triggers: tuple[str, ...] = ()
    """Names of those that were set off, the one that decided first."""


def summary_of(conversation: Conversation, reason: str, decision: Decision | None) -> Summary:
    said = conversation.messages.filter(author=Author.CUSTOMER).order_by("-number").first()
    sent = conversation.messages.filter(author=Author.ASSISTANT)
    trace = decision.trace if decision else None
    lookup = last_lookup(said) if said else None
    return Summary(
        reason=reason,
        asked=said.text[:LONGEST] if said else "",
        topic=_topic(conversation, trace),
        facts=dict(_facts_used(trace)) if trace else {},
        not_looked_up=lookup.unknown if lookup else {},
        tried=tuple(text[:LONGEST] for text in sent.values_list("text", flat=True)),
        sentiment=trace.sentiment.label if trace and trace.sentiment else "",
        triggers=tuple(each.name for each in trace.triggers) if trace else (),
    )


def _topic(conversation: Conversation, trace: Trace | None) -> str:
    """Name the topic, also of what was answered before the customer pressed the button.

    A hand-off never fails because the live release cannot be read.
    """
    predicted = trace.predictions[0].topic_id if trace and trace.predictions else None
    topic_id = predicted or TopicId(conversation.topic_id)
    if not topic_id:
        return ""
    try:
        live = live_release(conversation.service)
    except ReleaseError:
        return topic_id
    topics = live.service.topics if live else ()
    return topics[topic_id].name if topics and topic_id in topics else topic_id


def _facts_used(trace: Trace) -> Iterator[tuple[str, str]]:
    for trigger in trace.triggers:
        yield from _seen(trigger.rule)
    for candidate in trace.candidates:
        if candidate.status is not CandidateStatus.NOT_MATCHED:
            yield from _seen(candidate.rule)


def _seen(clause: Clause) -> Iterator[tuple[str, str]]:
    yield from clause.seen.items()
    for part in clause.parts:
        yield from _seen(part)
