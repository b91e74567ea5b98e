"""Put a conversation aside: until a time, or until the customer writes.

Nobody has to wake it: whether it still sleeps is asked of the clock whenever it is listed.
"""

from datetime import datetime

from django.db.models import Q

from firstline.panel.conversations.models import Conversation


def snooze(conversation: Conversation, *, until: datetime | None, now: datetime) -> None:
    """Put it aside; the conversation must be locked. `None`: until the customer writes."""
    conversation.snoozed_at, conversation.snoozed_until = now, until
    conversation.save(update_fields=("snoozed_at", "snoozed_until"))


def wake(conversation: Conversation) -> None:
    """Bring it back, since the customer wrote or an agent wants it."""
    if conversation.snoozed_at is not None:
        conversation.snoozed_at = conversation.snoozed_until = None
        conversation.save(update_fields=("snoozed_at", "snoozed_until"))


def asleep(now: datetime) -> Q:
    """What of all conversations is put aside just now."""
    is_early = Q(snoozed_until__gt=now) | Q(snoozed_until=None)
    return Q(snoozed_at__isnull=False) & is_early


def is_asleep(conversation: Conversation, now: datetime) -> bool:
    if conversation.snoozed_at is None:
        return False
    return conversation.snoozed_until is None or conversation.snoozed_until > now
