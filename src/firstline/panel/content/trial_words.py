"""A decision in the words of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstline.domain.decisions import AutoReply, Decision, Reply, Suggestion
from firstline.domain.topics import TopicId, TopicTree
from firstline.domain.traces import CandidateTrace


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    kind: str
    """As in `Decision`."""
    reason: str
    """Of a suggestion or an escalation, in words."""
    line: str
    replies: Sequence[Reply]
    own: CandidateTrace | None
    """What became of the template that is tried."""
    topics: Sequence[tuple[str, float]]
    """Names of what the inquiry may be about, the most probable first."""
    rightness: float | None
    threshold: float | None


def outcome_of(decision: Decision, template_id: str, topics: TopicTree) -> Outcome:
    trace = decision.trace
    own = (c for c in trace.candidates if c.template_id == template_id)
    return Outcome(
        kind=decision.kind,
        reason=_reason(decision),
        line=getattr(decision, "line", ""),
        replies=_replies(decision),
        own=next(own, None),
        topics=[(_name(p.topic_id, topics), p.probability) for p in trace.predictions[:3]],
        rightness=trace.rightness,
        threshold=trace.guarantee.threshold if trace.guarantee else None,
    )


def _name(topic_id: TopicId, topics: TopicTree) -> str:
    """Name a topic; one that there is no more has only its id."""
    return topics[topic_id].name if topic_id in topics else topic_id


def _reason(decision: Decision) -> str:
    return "" if isinstance(decision, AutoReply) else decision.reason.replace("_", " ")


def _replies(decision: Decision) -> Sequence[Reply]:
    match decision:
        case AutoReply():
            return (decision.reply,)
        case Suggestion():
            return decision.replies
        case _:
            return ()
