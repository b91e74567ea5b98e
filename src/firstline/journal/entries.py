"""What the journal keeps: enough to explain and to replay every decision from it alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, TypeAdapter

from firstline.domain.decisions import Decision, DecisionId
from firstline.domain.errors import InquiryError
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class RawInquiry:
    """An inquiry whose facts are still the JSON values that came in."""

    id: InquiryId
    text: str
    """Redacted, once it is in the journal."""
    received_at: datetime
    facts: Mapping[str, object] = field(default_factory=dict)
    conversation_id: str = ""
    customer_id: str = ""
    person_has_spoken: bool = False
    auto_reply_sent: bool = False

    def typed(self, service: Service) -> Inquiry:
        """Read the facts with the service's schema, as answering and replay both do.

        Raises:
            InquiryError: a fact that the service does not know, or of the wrong type.
        """
        facts = service.schema.parse(self.facts, zone=service.zone)
        return Inquiry(
            id=self.id,
            text=self.text,
            received_at=self.received_at,
            facts=facts,
            conversation_id=self.conversation_id,
            customer_id=self.customer_id,
            person_has_spoken=self.person_has_spoken,
            auto_reply_sent=self.auto_reply_sent,
        )

    def typed_as_far_as_known(self, service: Service) -> tuple[Inquiry, bool]:
        """Read the facts with a schema of another time: all of them, or none and `False`."""
        try:
            return self.typed(service), True
        except InquiryError:
            return replace(self, facts={}).typed(service), False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Seconds that a decision took."""

    waiting: float
    """For a free encoder session."""
    reading: float
    """Cleaning and redacting the text, typing the facts."""
    deciding: float
    """The engine: encode, classify, judge the rules, decide."""

    @property
    def total(self) -> float:
        return self.waiting + self.reading + self.deciding


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    decision_id: DecisionId
    decided_at: datetime
    inquiry: RawInquiry
    decision: Annotated[Decision, Field(discriminator="kind")]
    timings: Timings


class OutcomeKind(StrEnum):
    RATING = "rating"
    FOLLOWED_UP = "followed_up"
    """The customer wrote again after an automatic reply."""
    ESCALATED = "escalated"
    """The customer asked for a person after an automatic reply."""
    AGENT_REPLY = "agent_reply"
    """What an agent finally sent."""
    AUDIT = "audit"
    """What an agent says should have been sent, of a decision that was drawn at random."""
    ANNOTATION = "annotation"
    """What a person says should have been sent, of a decision that was chosen to learn from: it
    teaches and measures nothing, since what was chosen is harder than what comes in."""
    REJECTED = "rejected"
    """An agent dismissed a suggestion."""
    TOPIC_CORRECTED = "topic_corrected"
    """What an agent says it is about, where the engine found another topic."""
    NEEDLESS_ESCALATION = "needless_escalation"
    """An agent says that no person was needed."""
    TOO_LATE = "too_late"
    """An agent says that the customer waited too long for a person."""


class Rejection(StrEnum):
    """Why an agent dismissed a suggestion."""

    WRONG_TOPIC = "wrong_topic"
    WRONG_FACTS = "wrong_facts"
    """It does not fit this customer or order."""
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    TONE = "tone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    decision_id: DecisionId
    kind: OutcomeKind
    recorded_at: datetime
    rating: int | None = None
    """1–5, for a rating."""
    text: str = ""
    """Redacted, for an agent's reply."""
    template_id: TemplateId | None = None
    """What the agent chose, or says is right; `None` where no template was, or nobody said."""
    topic_id: TopicId | None = None
    """What the agent says it is about."""
    similarity: float | None = None
    """How like the suggestion is what the agent sent, 1 for as it was; `None` where it was written
    anew."""
    rejection: Rejection | None = None
    """Why a suggestion was dismissed."""


ENTRY = TypeAdapter(JournalEntry)
OUTCOME = TypeAdapter(Outcome)
