"""Say in plain words why a decision is what it is; all of it comes from the trace."""

from collections.abc import Iterator
from dataclasses import asdict

from firstline.domain.decisions import AutoReply, Decision, Escalation, Reply, Suggestion
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.sentiments import Sentiment
from firstline.domain.traces import CandidateStatus, CandidateTrace, Trace, TriggerTrace
from firstline.domain.triggers import ALWAYS
from firstline.rules import draw


def explain(decision: Decision) -> str:
    """Explain a decision to an agent or a specialist, a line a thought."""
    return "\n".join((*_outcome(decision), "", *_why(decision.trace)))


def _outcome(decision: Decision) -> Iterator[str]:
    match decision:
        case AutoReply(reply=reply):
            yield f"Answered automatically with {reply.template_id} ({reply.topic_id}):"
            yield f"  {reply.text}"
        case Suggestion(replies=replies, reason=reason):
            count = "1 suggestion" if len(replies) == 1 else f"{len(replies)} suggestions"
            yield f"Given to an agent ({_plain(reason)}) with {count}:"
            yield from (f"  {_name(reply)}" for reply in replies)
        case Escalation(reason=reason, line=line):
            yield f"Given to the {line} line: {_plain(reason)}."


def _why(trace: Trace) -> Iterator[str]:
    yield f"Read as {_plain(trace.act)}, in {trace.language}."
    if trace.sentiment:
        yield f"Sounds {_sentiment(trace.sentiment)}."
    for finding in trace.guards:
        if not finding.passed:
            yield f"Guard {finding.guard} says no: {_plain(finding.detail)}."
    for trigger in trace.triggers:
        yield from _trigger(trigger)
    if trace.predictions:
        topics = (f"{p.topic_id} {p.probability:.1%}" for p in trace.predictions)
        yield f"Topics: {', '.join(topics)}."
        yield (
            f"Expert topics together {trace.expert_probability:.1%}; "
            f"routed to experts from {trace.expert_threshold:.1%}."
        )
    if trace.candidates:
        yield "Templates:"
        for candidate in trace.candidates:
            yield from _candidate(candidate)
    if trace.rightness is not None:
        yield f"The best reply is right with {trace.rightness:.1%}."
    if trace.guarantee:
        yield promise(trace.guarantee)
    yield f"Release {trace.release[:12]} on {trace.fingerprint}."


def _trigger(trigger: TriggerTrace) -> Iterator[str]:
    words = f", by {', '.join(f'“{word}”' for word in trigger.words)}" if trigger.words else ""
    yield f"Set off {trigger.trigger_id} ({trigger.name}, {trigger.line} line){words}."
    if trigger.rule.text != ALWAYS:
        yield from draw(trigger.rule, depth=1)


def _candidate(candidate: CandidateTrace) -> Iterator[str]:
    match candidate.status:
        case CandidateStatus.MATCHED:
            yield f"  ✓ {candidate.template_id}: ranked at {candidate.probability:.1%}"
        case CandidateStatus.NOT_MATCHED:
            yield f"  ✗ {candidate.template_id}: its rule does not hold"
        case CandidateStatus.DROPPED:
            reason = _plain(candidate.dropped_because or "")
            yield f"  – {candidate.template_id}: left out, {reason} {candidate.detail}".rstrip()
    yield from draw(candidate.rule, depth=3)


def promise(guarantee: PrecisionGuarantee) -> str:
    """Say what a threshold promises and on what evidence, or what is missing."""
    sure, target = f"{1 - guarantee.delta:.0%}", f"{guarantee.target:.0%}"
    if guarantee.threshold is not None:
        return (
            f"Promise for {guarantee.name}: from {guarantee.threshold:.1%} on, at least {target} "
            f"of the replies are right, with {sure} confidence ({guarantee.right} of "
            f"{guarantee.answered} in the calibration weeks)."
        )
    if guarantee.cases_needed is None:
        return f"No promise for {guarantee.name}: replies are not right often enough for {target}."
    return (
        f"No promise for {guarantee.name} yet: {target} needs about "
        f"{guarantee.cases_needed} more labelled cases."
    )


def _sentiment(sentiment: Sentiment) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in asdict(sentiment).items())


def _name(reply: Reply) -> str:
    return f"{reply.template_id} ({reply.topic_id}, ranked at {reply.probability:.1%})"


def _plain(code: str) -> str:
    return code.replace("_", " ")
