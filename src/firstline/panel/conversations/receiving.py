"""Take in what customers write: first stored, then decided on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.domain.inquiries import InquiryId
from firstline.journal.entries import RawInquiry
from firstline.panel.conversations.lookups import facts_of
from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.conversations.pace import check_pace
from firstline.panel.conversations.snoozing import wake
from firstline.panel.conversations.telling import tell_opened, tell_received
from firstline.panel.conversations.threads import KeyReused, append, locked, same_as_before
from firstline.panel.services.models import HostedService


def open_conversation(
    service: HostedService,
    *,
    now: datetime,
    customer_id: str = "",
    customer_name: str = "",
    language: str = "",
    facts: Mapping[str, object] | None = None,
    facts_at: datetime | None = None,
    key: str = "",
) -> Conversation:
    """Open a conversation; the same key with the same content finds the one that it opened.

    Raises:
        KeyReused: the key has opened another one.
    """
    told = {"customer_id": customer_id, "language": language, "facts": dict(facts or {})}
    moments = {"facts_at": facts_at or now, "opened_at": now}
    fresh = {**told, **moments, "customer_name": customer_name}
    with transaction.atomic():
        found, is_new = _found_or_made(service, key, fresh)
        if is_new:
            tell_opened(found)
    if not is_new and any(getattr(found, name) != value for name, value in told.items()):
        raise KeyReused
    return found


def _found_or_made(
    service: HostedService, key: str, fresh: Mapping[str, object]
) -> tuple[Conversation, bool]:
    if not key:
        return Conversation.objects.create(service=service, **fresh), True
    return Conversation.objects.get_or_create(service=service, key=key, defaults=fresh)


def receive(conversation_id: UUID, text: str, *, now: datetime, key: str = "") -> Message:
    """Store a customer's message; the same key with the same text gives the same message.

    Raises:
        KeyReused: the key has brought another text.
        TooQuick: nobody writes that fast.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        if same_as_before(conversation, Author.CUSTOMER, text, key):
            return conversation.messages.get(key=key)
        check_pace(conversation, now=now)
        wake(conversation)
        message = append(conversation, Author.CUSTOMER, text, at=now, key=key or None)
        tell_received(message)
        return message


def inquiry_of(message: Message) -> RawInquiry:
    """Make the inquiry of a customer's message.

    Only what was there before the message counts, so it is the same whenever it is made.
    """
    conversation = message.conversation
    before = conversation.messages.filter(number__lt=message.number)
    authors = set(before.values_list("author", flat=True))
    return RawInquiry(
        id=InquiryId(decision_key(message)),
        text=message.text,
        received_at=message.at,
        facts=facts_of(message),
        conversation_id=str(conversation.pk),
        customer_id=conversation.customer_id,
        person_has_spoken=Author.PERSON in authors,
        auto_reply_sent=Author.ASSISTANT in authors,
    )


def decision_key(message: Message) -> str:
    """Name a message for the journal: deciding again gives the same decision."""
    return f"conversation {message.conversation_id} {message.number}"
