"""The conversation so far, carried by the page itself: the server keeps none.

Whoever edits it only changes what they see. It holds plain text, which the page escapes.
"""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

MAX_TURNS = 20  # longer ones lose their beginning; nobody scrolls back further here
MAX_TURN = 4_000  # characters; the engine reads no more of a message


class Author(StrEnum):
    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    """An automatic reply."""
    NOTICE = "notice"
    """Someone will answer."""
    PERSON = "person"
    """A person has taken over: nothing is automatic from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    author: Author
    text: Annotated[str, Field(max_length=MAX_TURN)]
    language: Annotated[str, Field(pattern="^[a-z]{0,3}$")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    id: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    turns: Annotated[tuple[Turn, ...], Field(max_length=MAX_TURNS)] = ()
    auto_reply_sent: bool = False
    person_has_spoken: bool = False
    answered_by: Annotated[str, Field(max_length=100)] = ""
    """Id of the decision behind the last automatic reply."""

    @property
    def can_ask_for_person(self) -> bool:
        return bool(self.turns) and self.turns[-1].author is Author.ASSISTANT

    @property
    def first_message(self) -> str:
        return next((turn.text for turn in self.turns if turn.author is Author.CUSTOMER), "")

    def then(self, *turns: Turn) -> "Conversation":
        """Add turns; what the engine must know of the lost beginning of a long one stays."""
        authors = {turn.author for turn in turns}
        return replace(
            self,
            turns=(*self.turns, *map(_shortened, turns))[-MAX_TURNS:],
            auto_reply_sent=self.auto_reply_sent or Author.ASSISTANT in authors,
            person_has_spoken=self.person_has_spoken or Author.PERSON in authors,
        )

    def to_json(self) -> str:
        return _CONVERSATION.dump_json(self).decode()


def _shortened(turn: Turn) -> Turn:
    return replace(turn, text=turn.text[:MAX_TURN])


_CONVERSATION = TypeAdapter(Conversation)


def new_conversation() -> Conversation:
    return Conversation(id=secrets.token_hex(8))


def read_conversation(written: str) -> Conversation:
    """Read what a page carried; start a new conversation where it is damaged."""
    try:
        return _CONVERSATION.validate_json(written)
    except ValidationError:
        return new_conversation()
