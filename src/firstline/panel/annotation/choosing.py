"""Which decisions are worth a look, and how much."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from firstline.domain.decisions import AutoReply, Decision, Escalation, EscalationReason
from firstline.domain.traces import Trace
from firstline.journal.entries import JournalEntry
from firstline.panel.annotation.models import AnnotationPlan, Queue, QueueItem

NEAR = 0.1  # of a probability, to either side of the threshold
CLOSE_RIVALS = 0.15  # between the two most probable topics
IMPROBABLE = 0.5  # of the most probable topic
_NOTHING_READY = {EscalationReason.NO_APPLICABLE_TEMPLATE, EscalationReason.UNSURE}


@dataclass(frozen=True, slots=True)
class Chosen:
    queue: Queue
    priority: float


def draw(name: str) -> float:
    """Draw a number from 0 to 1, always the same one for a name."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2.0**64


def chosen(entry: JournalEntry, *, audit_share: float) -> Iterator[Chosen]:
    """Say for which queues a decision is worth a look.

    Only first messages: nobody learns from what was written to a person. Audits are drawn by
    chance alone, else what they measure would not be of all automatic replies.
    """
    inquiry, decision = entry.inquiry, entry.decision
    if inquiry.person_has_spoken or inquiry.auto_reply_sent:
        return
    if isinstance(decision, AutoReply):
        drawn = draw(f"audit:{entry.decision_id}")
        if drawn < audit_share:
            yield Chosen(Queue.AUDIT, drawn)
    trace = decision.trace
    distance = _distance(trace)
    if distance is not None and distance <= NEAR:
        yield Chosen(Queue.NEAR, distance)
    margin = _margin(trace)
    if margin is not None and not _was_answered(decision):
        yield Chosen(Queue.UNCERTAIN, margin)
    if isinstance(decision, Escalation) and decision.reason in _NOTHING_READY:
        yield Chosen(Queue.UNANSWERED, -entry.decided_at.timestamp())


def _was_answered(decision: Decision) -> bool:
    return isinstance(decision, AutoReply)


def _distance(trace: Trace) -> float | None:
    """How far the best reply was from being sent, or from not being sent."""
    threshold = trace.guarantee.threshold if trace.guarantee else None
    if threshold is None or trace.rightness is None:
        return None
    return abs(trace.rightness - threshold)


def _margin(trace: Trace) -> float | None:
    """How far the most probable topic leads, where it does not lead by much."""
    if not trace.predictions:
        return None
    first = trace.predictions[0].probability
    second = trace.predictions[1].probability if len(trace.predictions) > 1 else 0.0
    margin = first - second
    return margin if first < IMPROBABLE or margin < CLOSE_RIVALS else None


def queue_items(plan: AnnotationPlan, entry: JournalEntry) -> Iterator[QueueItem]:
    """Make the items of a decision, one for each queue that it belongs in."""
    decision = entry.decision
    reply = decision.reply if isinstance(decision, AutoReply) else None
    predictions = decision.trace.predictions
    is_twice = draw(f"twice:{entry.decision_id}") < plan.twice_share
    for one in chosen(entry, audit_share=plan.audit_share):
        yield QueueItem(
            service_id=plan.service_id,
            queue=one.queue,
            decision_id=entry.decision_id,
            conversation_id=entry.inquiry.conversation_id[:200],
            received_at=entry.inquiry.received_at,
            release=decision.trace.release,
            found_topic=predictions[0].topic_id if predictions else "",
            sent_topic=reply.topic_id if reply else "",
            sent_template=reply.template_id if reply else "",
            priority=one.priority,
            wanted=2 if is_twice else 1,
        )
