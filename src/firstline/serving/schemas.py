"""What clients send and get: the contract that /openapi.json publishes."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias, assert_never

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from firstline.domain.decisions import (
    AutoReply,
    DecisionId,
    Escalation,
    EscalationReason,
    Reply,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.inquiries import InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind, RawInquiry
from firstline.serving.metrics import topic_of

# Rules reckon with times; these bounds keep every time zone inside the calendar.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)

ShortId: TypeAlias = Annotated[str, Field(max_length=200)]


class Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class InquiryBody(Body):
    text: str = Field(description="What the customer wrote, as it came.")
    facts: dict[str, object] = Field(
        default_factory=dict,
        description="Name → value, as the service's fact schema has them; what is not given is "
        "unknown. Money is best sent as text to stay exact.",
    )
    id: ShortId = Field(default="", description="Your id of the message; made up if empty.")
    conversation_id: ShortId = ""
    customer_id: ShortId = ""
    received_at: Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)] | None = Field(
        default=None, description="With a time zone; now, if not given."
    )
    person_has_spoken: bool = Field(
        default=False, description="An agent already wrote in this conversation."
    )
    auto_reply_sent: bool = Field(
        default=False, description="Firstline already answered in this conversation."
    )

    def to_raw(self, *, now: datetime, inquiry_id: str) -> RawInquiry:
        return RawInquiry(
            id=InquiryId(self.id or inquiry_id),
            text=self.text,
            received_at=self.received_at or now,
            facts=self.facts,
            conversation_id=self.conversation_id,
            customer_id=self.customer_id,
            person_has_spoken=self.person_has_spoken,
            auto_reply_sent=self.auto_reply_sent,
        )


class _OutcomeBody(Body):
    decision_id: ShortId

    def _outcome(self, kind: OutcomeKind, at: datetime) -> Outcome:
        return Outcome(decision_id=DecisionId(self.decision_id), kind=kind, recorded_at=at)


class RatingBody(_OutcomeBody):
    kind: Literal["rating"]
    rating: int = Field(ge=1, le=5, description="How content the customer was; 5 is best.")

    def to_outcome(self, at: datetime) -> Outcome:
        return replace(self._outcome(OutcomeKind.RATING, at), rating=self.rating)


class SignalBody(_OutcomeBody):
    kind: Literal["followed_up", "escalated"] = Field(
        description="After an automatic reply the customer wrote again, or asked for a person."
    )

    def to_outcome(self, at: datetime) -> Outcome:
        return self._outcome(OutcomeKind(self.kind), at)


class _JudgedBody(_OutcomeBody):
    template_id: ShortId = Field(default="", description="The template; empty where none fits.")
    topic_id: ShortId = Field(default="", description="What it is about, if the agent says so.")

    def _judged(self, kind: OutcomeKind, at: datetime) -> Outcome:
        return replace(
            self._outcome(kind, at),
            template_id=TemplateId(self.template_id) if self.template_id else None,
            topic_id=TopicId(self.topic_id) if self.topic_id else None,
        )


class AgentReplyBody(_JudgedBody):
    kind: Literal["agent_reply"]
    text: str = Field(min_length=1, description="What the agent sent; stored redacted.")

    def to_outcome(self, at: datetime) -> Outcome:
        return replace(self._judged(OutcomeKind.AGENT_REPLY, at), text=self.text)


class AuditBody(_JudgedBody):
    kind: Literal["audit"] = Field(
        description="An agent says what should have been sent; of decisions drawn at random."
    )

    def to_outcome(self, at: datetime) -> Outcome:
        return self._judged(OutcomeKind.AUDIT, at)


OutcomeBody: TypeAlias = Annotated[
    RatingBody | SignalBody | AgentReplyBody | AuditBody, Field(discriminator="kind")
]

INQUIRY_BODY = TypeAdapter(InquiryBody)
OUTCOME_BODY: TypeAdapter[RatingBody | SignalBody | AgentReplyBody | AuditBody] = TypeAdapter(
    OutcomeBody
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The threshold of the best candidate's topic, and the evidence behind it."""

    topics: str
    """The topic, or the node of the tree at which small topics were pooled."""
    threshold: float | None
    target: float
    delta: float
    lower_bound: float
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision without its trace; `kind` says which fields are there."""

    decision_id: DecisionId
    kind: Literal["auto_reply", "suggestion", "escalation"]
    reply: Reply | None = None
    """To send now: only for `auto_reply`."""
    replies: tuple[Reply, ...] | None = None
    """For the agent, best first: only for `suggestion`."""
    reason: SuggestionReason | EscalationReason | None = None
    line: Line | None = None
    """Who takes over: only for `escalation`."""
    topic: str | None = None
    probability: float | None = None
    """Of the best reply being right; for an escalation, of the topic."""
    promise: Promise | None = None
    release: str
    seconds: float
    trace: str
    """Where the whole why is."""


ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournaledDecision:
    """A decision as the journal has it, with what happened after it."""

    entry: JournalEntry
    outcomes: tuple[Outcome, ...]


JOURNALED_DECISION = TypeAdapter(JournaledDecision)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDetail:
    code: str
    message: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    error: ErrorDetail


ERROR_BODY = TypeAdapter(ErrorBody)


def to_answer(entry: JournalEntry) -> Answer:
    decision = entry.decision
    match decision:
        case AutoReply(reply=reply):
            return _answer(entry, decision.trace.rightness, reply=reply)
        case Suggestion(replies=replies, reason=why):
            return _answer(entry, decision.trace.rightness, replies=replies, reason=why)
        case Escalation(reason=why, line=line):
            predictions = decision.trace.predictions
            probability = predictions[0].probability if predictions else None
            return _answer(entry, probability, reason=why, line=line)
        case _:
            assert_never(decision)


def _answer(
    entry: JournalEntry,
    probability: float | None,
    *,
    reply: Reply | None = None,
    replies: tuple[Reply, ...] | None = None,
    reason: SuggestionReason | EscalationReason | None = None,
    line: Line | None = None,
) -> Answer:
    decision, trace = entry.decision, entry.decision.trace
    return Answer(
        decision_id=entry.decision_id,
        kind=decision.kind,
        reply=reply,
        replies=replies,
        reason=reason,
        line=line,
        topic=topic_of(decision) or None,
        probability=probability,
        promise=_promise(trace.guarantee) if trace.guarantee else None,
        release=trace.release,
        seconds=entry.timings.total,
        trace=f"/v1/decisions/{entry.decision_id}",
    )


def _promise(guarantee: PrecisionGuarantee) -> Promise:
    return Promise(
        topics=guarantee.name,
        threshold=guarantee.threshold,
        target=guarantee.target,
        delta=guarantee.delta,
        lower_bound=guarantee.lower_bound,
        cases=guarantee.cases,
    )
