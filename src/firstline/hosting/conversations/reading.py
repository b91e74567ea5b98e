"""Read a conversation for its customer."""

from datetime import datetime
from uuid import UUID

from firstline.hosting.conversations.schemas import Opened, ShownMessage, Thread
from firstline.panel.appointments.choices import choices_in
from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.conversations.tokens import WrongToken, opened_by, token_of
from firstline.panel.inbox.holding import send_if_due
from firstline.panel.inbox.presences import is_agent_replying
from firstline.panel.services.models import HostedService


def admit(service: HostedService, conversation_id: UUID, token: str) -> None:
    """Let whoever holds the token of this conversation pass.

    Raises:
        WrongToken: it is of another conversation, or of one of another service.
    """
    is_its_own = opened_by(token) == conversation_id
    if not (is_its_own and service.conversations.filter(pk=conversation_id).exists()):
        raise WrongToken


def thread_of(conversation_id: UUID, *, now: datetime, after: int = 0, zone: str = "") -> Thread:
    """Read what a customer may see, behind a message; private notes are not among it.

    A reply that is due by now is sent first.
    """
    send_if_due(conversation_id, now=now)
    conversation = Conversation.objects.get(pk=conversation_id)
    seen_by_customer = conversation.messages.exclude(author=Author.NOTE).select_related("by")
    messages = tuple(map(_shown, seen_by_customer.filter(number__gt=after)))
    return Thread(
        id=conversation.pk,
        status=conversation.status,
        language=conversation.language,
        rating=conversation.rating,
        is_agent_replying=is_agent_replying(conversation_id, now=now),
        newest=messages[-1].number if messages else after,
        messages=messages,
        offered=choices_in(conversation, zone=zone, now=now),
    )


def _shown(message: Message) -> ShownMessage:
    return ShownMessage(
        number=message.number,
        author=message.author,
        text=message.text,
        at=message.at,
        name=message.by.name if message.by else "",  # an e-mail address is nobody's business
    )


def opened(conversation: Conversation, *, now: datetime) -> Opened:
    thread = thread_of(conversation.pk, now=now)
    return Opened(token=token_of(conversation), conversation=thread)
