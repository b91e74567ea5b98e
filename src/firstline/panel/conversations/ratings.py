"""How content a customer was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.journal.entries import OutcomeKind
from firstline.panel.conversations.models import Author
from firstline.panel.conversations.outcomes import automatic_reply, tell_journal
from firstline.panel.conversations.telling import tell_rated
from firstline.panel.conversations.threads import locked


def rate(conversation_id: UUID, rating: int, *, now: datetime, comment: str = "") -> None:
    """Keep a rating, 1–5; it is about the automatic reply while no person has written.

    A comment replaces an earlier one; agents read it, and the journal never does.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        if comment:
            conversation.rating_comment = comment
            conversation.save(update_fields=("rating_comment",))
        if conversation.rating == rating:
            return
        conversation.rating = rating
        conversation.save(update_fields=("rating",))
        tell_rated(conversation, rating)
        has_person_spoken = conversation.messages.filter(author=Author.PERSON).exists()
        if (sent := automatic_reply(conversation)) and not has_person_spoken:
            kind = OutcomeKind.RATING
            tell_journal(conversation, sent.decision_id, kind, at=now, rating=rating)
