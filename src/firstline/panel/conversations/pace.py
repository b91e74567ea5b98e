"""How quickly a customer may write."""

from datetime import datetime, timedelta

from firstline.domain.errors import TryLater
from firstline.panel.conversations.models import Author, Conversation

MOST = 20
"""Messages a minute in one conversation: more than anybody types."""
MINUTE = timedelta(minutes=1)


class TooQuick(TryLater):
    """More messages than a person writes."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("too many messages were sent within a minute", retry_after_s)


def check_pace(conversation: Conversation, *, now: datetime) -> None:
    """Count the messages of the last minute; the conversation must be locked.

    Raises:
        TooQuick: there are too many for another one.
    """
    recent = conversation.messages.filter(author=Author.CUSTOMER, at__gt=now - MINUTE)
    moments = list(recent.order_by("-number").values_list("at", flat=True)[:MOST])
    if len(moments) == MOST:
        left = moments[-1] + MINUTE - now
        raise TooQuick(max(1, round(left.total_seconds())))
