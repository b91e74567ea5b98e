"""What other systems are told, each with its own payload; docs/reference/webhooks.md."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    OPENED = "conversation.opened", _("A conversation was opened")
    RECEIVED = "message.received", _("A customer wrote")
    SENT = "reply.sent", _("A reply was sent")
    SETTLED = "decision.settled", _("A decision was carried out, or was not")
    HANDED_OVER = "conversation.handed_over", _("A conversation was handed over")
    TAKEN = "conversation.taken", _("An agent took a conversation")
    GIVEN_BACK = "conversation.given_back", _("An agent gave a conversation back")
    RESOLVED = "conversation.resolved", _("A conversation was resolved")
    RATED = "conversation.rated", _("A customer rated")
    TEST = "webhook.test", _("Test")
    """Sent on demand, to one endpoint."""


SUBSCRIBABLE = tuple(kind for kind in EventKind if kind is not EventKind.TEST)


class ReplyAction(StrEnum):
    """How a reply came to be."""

    AUTO_REPLY = "auto_reply"
    SUGGESTION = "suggestion"
    """An agent sent a suggestion, edited or not."""
    WRITTEN = "written"
    """An agent's own words."""


class Decided(StrEnum):
    """What the engine decided."""

    AUTO_REPLY = "auto_reply"
    SUGGESTION = "suggestion"
    ESCALATION = "escalation"
    NOTHING = "nothing"
    """No decision could be made, so a person answers."""


class Done(StrEnum):
    """What was in fact done after a decision."""

    SENT = "sent"
    HANDED_OVER = "handed_over"
    REROUTED = "rerouted"
    """A person had the conversation; it moved to the expert line."""
    PERSON_WAS_QUICKER = "person_was_quicker"
    """An automatic reply was decided and not sent: people had the conversation by then."""
    STAYED_QUIET = "stayed_quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    kind: ClassVar = EventKind.OPENED
    customer_id: str
    language: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    kind: ClassVar = EventKind.RECEIVED
    message: int
    """Its number in the conversation."""
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    kind: ClassVar = EventKind.SENT
    message: int
    text: str
    action: ReplyAction
    decision_id: str
    template_id: str
    agent: str
    """E-mail address; empty for an automatic reply."""
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    kind: ClassVar = EventKind.SETTLED
    message: int
    """The customer's, that was decided on."""
    decision_id: str
    decided: Decided
    reason: str
    """The engine's, for a suggestion or an escalation."""
    template_id: str
    """Of the reply that was decided on, or of the best suggestion."""
    done: Done


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    kind: ClassVar = EventKind.HANDED_OVER
    reason: str
    line: str
    priority: str
    waiting_since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    kind: ClassVar = EventKind.TAKEN
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    kind: ClassVar = EventKind.GIVEN_BACK
    status: str
    """Of the conversation now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    kind: ClassVar = EventKind.RESOLVED
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    kind: ClassVar = EventKind.RATED
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    kind: ClassVar = EventKind.TEST
    words: str


Payload: TypeAlias = (
    Opened | Received | Sent | Settled | HandedOver | Taken | GivenBack | Resolved | Rated | Tested
)
