"""Traffic: decisions of the past as columns, one row per inquiry.

    traffic = Traffic.of(logged, schema)
    traffic.save(path); traffic = Traffic.load(path)

`OUTCOME` columns hold what was decided; the facts are columns of `rules.columns`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

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
from firstline.domain.facts import FactSchema
from firstline.domain.inquiries import Inquiry
from firstline.domain.topics import Line
from firstline.domain.traces import MessageAct, Trace
from firstline.engine.candidates import matched
from firstline.rules.columns import fact_frame

ACT = pl.Enum(MessageAct)
KIND = pl.Enum(["auto_reply", "suggestion", "escalation"])
REASON = pl.Enum([reason.value for reason in (*SuggestionReason, *EscalationReason)])
LINE = pl.Enum(Line)

OUTCOME = pl.Schema(
    {
        "kind": KIND,
        "reason": REASON,  # null for an automatic reply
        "line": LINE,  # null but for an escalation
        "templates": pl.List(pl.Categorical()),  # shown or sent, best first
        "topic": pl.Categorical(),  # of the first reply
        "probability": pl.Float64(),  # of the first reply
        "rightness": pl.Float64(),  # of the first reply
    }
)
CONTEXT = pl.Schema(
    {
        "decision_id": pl.String(),
        "release": pl.Categorical(),  # digest of the one that decided
        "text": pl.String(),  # redacted
        "facts_fit": pl.Boolean(),
        "language": pl.Categorical(),  # null: one without templates
        "act": ACT,
        "person_has_spoken": pl.Boolean(),
        "auto_reply_sent": pl.Boolean(),
        "negative": pl.Float64(),  # sentiment; null where it is not known
        "expert_probability": pl.Float64(),
        "predictions": pl.List(
            pl.Struct(
                {
                    "topic": pl.Categorical(),
                    "probability": pl.Float64(),
                    "likeness": pl.Float64(),
                }
            )
        ),
        "triggers": pl.List(pl.Categorical()),  # those that were set off
        "candidates": pl.List(  # those that could be sent
            pl.Struct(
                {
                    "template": pl.Categorical(),
                    "topic": pl.Categorical(),
                    "probability": pl.Float64(),
                }
            )
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDecision:
    decision_id: DecisionId
    inquiry: Inquiry
    """Its facts are typed with the schema that the traffic is to have."""
    decision: Decision
    facts_fit: bool = True
    """Whether that schema still knows the facts as they were; if not, they are left out."""


@dataclass(frozen=True, slots=True)
class Traffic:
    frame: pl.DataFrame
    """Columns of `CONTEXT`, of `OUTCOME` and of `rules.columns.fact_frame`."""

    @classmethod
    def of(cls, logged: Iterable[LoggedDecision], schema: FactSchema) -> "Traffic":
        rows = list(logged)
        inquiries = [row.inquiry for row in rows]
        facts = fact_frame(
            [inquiry.facts for inquiry in inquiries],
            [inquiry.received_at for inquiry in inquiries],
            schema,
        )
        context = pl.DataFrame(list(map(_context, rows)), schema=CONTEXT, orient="row")
        recorded = pl.DataFrame([_outcome(r.decision) for r in rows], schema=OUTCOME, orient="row")
        return cls(pl.concat([context, recorded, facts], how="horizontal"))

    def save(self, path: Path) -> None:
        self.frame.write_parquet(path)

    @classmethod
    def load(cls, path: Path) -> "Traffic":
        return cls(pl.read_parquet(path))


def _context(row: LoggedDecision) -> tuple[object, ...]:
    inquiry, trace = row.inquiry, row.decision.trace
    return (
        row.decision_id,
        trace.release,
        inquiry.text,
        row.facts_fit,
        trace.language if _has_templates(trace) else None,
        trace.act,
        inquiry.person_has_spoken,
        inquiry.auto_reply_sent,
        trace.sentiment and trace.sentiment.negative,
        trace.expert_probability,
        [
            {"topic": p.topic_id, "probability": p.probability, "likeness": p.likeness}
            for p in trace.predictions
        ],
        [trigger.trigger_id for trigger in trace.triggers],
        [
            {"template": c.template_id, "topic": c.topic_id, "probability": c.probability}
            for c in matched(trace.candidates)
        ],
    )


def _has_templates(trace: Trace) -> bool:
    """Whether the service had templates in the message's language: what the guard found."""
    return all(finding.passed for finding in trace.guards if finding.guard == "language")


def _outcome(decision: Decision) -> tuple[object, ...]:
    match decision:
        case Suggestion(reason=SuggestionReason.PAUSED):
            # What model and content decided; the pause was people's, and replays ask after those.
            return "auto_reply", None, None, *_replies(decision.replies[:1], decision.trace)
        case AutoReply():
            return decision.kind, None, None, *_replies((decision.reply,), decision.trace)
        case Suggestion():
            return decision.kind, decision.reason, None, *_replies(decision.replies, decision.trace)
        case Escalation():
            return decision.kind, decision.reason, decision.line, *_replies((), decision.trace)


def _replies(replies: tuple[Reply, ...], trace: Trace) -> tuple[object, ...]:
    shown = [reply.template_id for reply in replies]
    best = replies[0] if replies else None
    return shown, best and best.topic_id, best and best.probability, best and trace.rightness
