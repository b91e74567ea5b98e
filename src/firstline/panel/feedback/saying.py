"""Say what was wrong with a decision: kept for people, and told to the journal for training."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.journal.entries import OutcomeKind
from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import newest_question
from firstline.panel.conversations.outcomes import tell_journal
from firstline.panel.conversations.threads import locked
from firstline.panel.feedback.models import Feedback, Kind


class NothingDecided(FirstlineError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was decided on in this conversation."))


def say_of_decision(
    conversation_id: UUID, kind: Kind, *, by: User, now: datetime, right_topic: str = ""
) -> None:
    """Keep what an agent says of the newest decision; said again, the last word counts.

    Raises:
        NothingDecided: there is no decision.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        asked = newest_question(conversation)
        if asked is None or not asked.decision_id:
            raise NothingDecided
        said = {"by": by, "at": now, "right_topic": right_topic}
        said["found_topic"] = conversation.topic_id
        Feedback.objects.update_or_create(message=asked, kind=kind, defaults=said)
        outcome = OutcomeKind(kind.value)
        tell_journal(conversation, asked.decision_id, outcome, at=now, topic_id=right_topic)
