"""Dismiss a suggestion: it goes at once, and the journal learns why."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import newest_question
from firstline.panel.conversations.outcomes import tell_journal
from firstline.panel.conversations.threads import locked
from firstline.panel.inbox.models import Dismissal


def dismiss(
    conversation_id: UUID, template_id: str, reason: str, *, by: User, now: datetime
) -> None:
    """Dismiss a suggestion for the customer's newest message; a second time changes nothing."""
    with transaction.atomic():
        conversation = locked(conversation_id)
        asked = newest_question(conversation)
        if asked is None or not asked.decision_id:
            return
        of_it = {"message": asked, "template_id": template_id}
        said = {"reason": reason, "by": by, "at": now}
        _found, is_new = Dismissal.objects.get_or_create(**of_it, defaults=said)
        if is_new:
            tell_journal(
                conversation,
                asked.decision_id,
                OutcomeKind.REJECTED,
                at=now,
                template_id=template_id,
                rejection=reason,
            )
