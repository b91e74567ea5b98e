"""Write into a conversation: under a lock, so that numbers have no gap and guards hold."""

from datetime import datetime
from typing import Any
from uuid import UUID

from firstline.domain.errors import FirstlineError
from firstline.panel.conversations.models import Author, Conversation, Message


class KeyReused(FirstlineError):
    """One idempotency key for two different things."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was used for something else; use a new one")


def locked(conversation_id: UUID) -> Conversation:
    """Read a conversation again and keep others from changing it until the transaction ends.

    In SQLite the transaction itself does (`BEGIN IMMEDIATE`).

    Raises:
        Conversation.DoesNotExist: there is none.
    """
    return Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)


def append(
    conversation: Conversation,
    author: Author,
    text: str = "",
    *,
    at: datetime,
    **fields: Any,  # noqa: ANN401 - columns
) -> Message:
    """Write the next message; the conversation must be locked."""
    newest = conversation.messages.order_by("-number").values_list("number", flat=True).first()
    number = (newest or 0) + 1
    return conversation.messages.create(number=number, author=author, text=text, at=at, **fields)


def reply(
    conversation: Conversation,
    author: Author,
    text: str,
    *,
    at: datetime,
    **fields: Any,  # noqa: ANN401 - columns
) -> Message:
    """Write a reply to the customer; the first one of a conversation is timed."""
    asked = conversation.messages.filter(author=Author.CUSTOMER).first()
    if asked and not conversation.replied_by:
        conversation.replied_by, conversation.replied_after = author, at - asked.at
        conversation.save(update_fields=("replied_by", "replied_after"))
    return append(conversation, author, text, at=at, **fields)


def same_as_before(conversation: Conversation, author: Author, text: str, key: str) -> bool:
    """Whether this key has brought this text already.

    Raises:
        KeyReused: it has brought another one.
    """
    earlier = conversation.messages.filter(key=key).first() if key else None
    if earlier is not None and (earlier.author, earlier.text) != (author, text):
        raise KeyReused
    return earlier is not None
