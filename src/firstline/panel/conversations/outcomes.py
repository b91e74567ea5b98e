"""What the decision journal is to be told; kept here until the worker has written it there."""

from datetime import datetime

from firstline.journal.entries import OutcomeKind
from firstline.panel.conversations.models import Author, Conversation, Message, PendingOutcome


def automatic_reply(conversation: Conversation) -> Message | None:
    """Find the automatic reply; there is at most one."""
    return conversation.messages.filter(author=Author.ASSISTANT).first()


def tell_journal(
    conversation: Conversation,
    decision_id: str,
    kind: OutcomeKind,
    *,
    at: datetime,
    rating: int | None = None,
    text: str = "",
    template_id: str = "",
    topic_id: str = "",
    similarity: float | None = None,
    rejection: str = "",
) -> None:
    """Note an outcome in the transaction of what happened."""
    PendingOutcome.objects.create(
        service=conversation.service,
        decision_id=decision_id,
        kind=kind,
        at=at,
        rating=rating,
        text=text,
        template_id=template_id,
        topic_id=topic_id,
        similarity=similarity,
        rejection=rejection,
    )
