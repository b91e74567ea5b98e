"""Who is at a conversation just now, so that two agents do not answer at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Conversation
from firstline.panel.inbox.models import Activity, HeldReply, Presence

FORGOTTEN_AFTER = timedelta(seconds=20)
"""A page says that it is open every eight seconds; two of these may be lost."""


def be_present(
    conversation: Conversation, activity: Activity, *, user: User, now: datetime
) -> None:
    Presence.objects.update_or_create(
        conversation=conversation, user=user, defaults={"activity": activity, "seen_at": now}
    )


def others_at(conversation: Conversation, user: User, *, now: datetime) -> Sequence[Presence]:
    """List the colleagues who have it open, who replies first."""
    recent = conversation.presences.filter(seen_at__gt=now - FORGOTTEN_AFTER).exclude(user=user)
    return sorted(
        recent.select_related("user"), key=lambda one: (one.activity != Activity.REPLYING, one.pk)
    )


def is_agent_replying(conversation_id: UUID, *, now: datetime) -> bool:
    """Whether an answer is being written or is on its way."""
    of_conversation = Presence.objects.filter(conversation_id=conversation_id)
    writing = of_conversation.filter(activity=Activity.REPLYING, seen_at__gt=now - FORGOTTEN_AFTER)
    return writing.exists() or HeldReply.objects.filter(conversation_id=conversation_id).exists()


def forget_presences(now: datetime) -> int:
    """Remove what is no longer so; return how many."""
    forgotten, _ = Presence.objects.filter(seen_at__lte=now - FORGOTTEN_AFTER).delete()
    return forgotten
