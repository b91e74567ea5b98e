"""What programs send and get about conversations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter

from firstline.panel.appointments.choices import Choices
from firstline.serving.schemas import EARLIEST, LATEST, Body, ShortId


def _as_kept(value: object) -> object:
    """Drop the one character that PostgreSQL cannot keep, wherever it stands."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [_as_kept(each) for each in value]
        case dict():
            return {_as_kept(key): _as_kept(each) for key, each in value.items()}
    return value


def _trimmed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Kept = BeforeValidator(_as_kept)
Written: TypeAlias = Annotated[str, BeforeValidator(_trimmed), Kept, Field(min_length=1)]


class NewConversation(Body):
    customer_id: Annotated[ShortId, Kept] = Field(
        default="", description="Yours; empty for somebody unknown."
    )
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")] = Field(
        default="", description="Of the customer, such as `ja`; read from the words if empty."
    )
    facts: Annotated[dict[str, object], Kept] = Field(
        default_factory=dict, description="As for an answer: name → value, by the fact schema."
    )
    facts_at: Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)] | None = Field(
        default=None, description="When the facts were so; now, if not given."
    )


class Beginning(Body):
    """What a customer's browser may say; who the customer is stands in the signed identity."""

    start_over: bool = Field(
        default=False, description="Open another conversation beside the one that is open."
    )


class MessageBody(Body):
    text: Written = Field(description="What the customer wrote, as it came.")


class RatingBody(Body):
    rating: int = Field(ge=1, le=5, description="How content the customer is; 5 is best.")
    comment: Annotated[str, BeforeValidator(_trimmed), Kept, Field(max_length=1_000)] = Field(
        default="", description="Why, in the customer's words; an empty one leaves an earlier one."
    )


class ChoiceBody(Body):
    choice: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="Id of what the customer chose, of those that the conversation offers."
    )
    email: Annotated[str, BeforeValidator(_trimmed), Kept, Field(max_length=254)] = Field(
        default="", description="Where the confirmation goes; needed where `needs_email` says so."
    )
    zone: Annotated[str, Kept, Field(max_length=64)] = Field(
        default="", description="The customer's time zone, such as `Europe/Berlin`."
    )


NEW_CONVERSATION = TypeAdapter(NewConversation)
BEGINNING = TypeAdapter(Beginning)
MESSAGE_BODY = TypeAdapter(MessageBody)
CHOICE_BODY = TypeAdapter(ChoiceBody)
RATING_BODY = TypeAdapter(RatingBody)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    number: int
    author: str
    """`customer`, `assistant` (an automatic reply), `person`, or `notice`: what Firstline says of
    the conversation."""
    text: str
    at: datetime
    name: str = ""
    """Of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A conversation as its customer sees it: without what agents write for each other."""

    id: UUID
    status: str
    """`open`, `waiting` (for a person), `with_person` or `resolved`."""
    language: str
    rating: int | None
    is_agent_replying: bool
    """Whether a person is writing an answer just now."""
    newest: int
    """Number of the newest message; ask for what comes after it."""
    messages: tuple[ShownMessage, ...]
    offered: Choices
    """What the customer may choose now, whatever part of the conversation was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    token: str
    """Opens this conversation, and nothing else; for the customer's browser to keep."""
    conversation: Thread


THREAD = TypeAdapter(Thread)
OPENED = TypeAdapter(Opened)
