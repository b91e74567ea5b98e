"""What would be answered if no topic were held back.

A service in shadow answers nothing, and one on suggest neither. What two of its releases are
worth shows only in what they would have sent. A topic that is off is left alone: nobody wants
it answered.
"""

from firstline.domain.decisions import (
    AutoReply,
    Decision,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.traces import CandidateTrace, Trace


def would_send(decision: Decision) -> Reply | CandidateTrace | None:
    """Give what is sent, or would be if the topic of the best reply were on auto."""
    match decision:
        case AutoReply():
            return decision.reply
        case Suggestion(reason=SuggestionReason.TOPIC_ON_SUGGEST):
            return _proven(decision.trace)
        case Escalation(reason=EscalationReason.TOPIC_IN_SHADOW):
            return _proven(decision.trace)
    return None


def _proven(trace: Trace) -> CandidateTrace | None:
    """The best candidate, where nothing but its topic's mode keeps it from being sent."""
    is_clear = trace.guarantee is not None and trace.guarantee.clears(trace.rightness)
    # The mode is looked at before the guards that only allow suggestions.
    is_free = all(guard.passed for guard in trace.guards)
    return trace.candidates[0] if is_clear and is_free else None
