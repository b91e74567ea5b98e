"""What the journal holds of a conversation; people can work without it too."""

import logging

from firstline.domain.decisions import Decision, DecisionId
from firstline.domain.errors import JournalError
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.panel.conversations.models import Author, Conversation

log = logging.getLogger(__name__)


def entry_of(conversation: Conversation, decision_id: DecisionId) -> JournalEntry | None:
    """Read a decision; `None` where the journal cannot be read or does not have it."""
    try:
        journal = JournalReader(conversation.service.folder.journal)
        try:
            return journal.entry(decision_id)
        finally:
            journal.close()
    except JournalError:
        log.exception("a decision cannot be read", extra={"decision": decision_id})
        return None


def newest_decision(conversation: Conversation) -> Decision | None:
    """Read what was decided on the newest message of the customer that was decided on."""
    asked = conversation.messages.filter(author=Author.CUSTOMER).exclude(decision_id="")
    newest = asked.order_by("-number").values_list("decision_id", flat=True).first()
    entry = entry_of(conversation, DecisionId(newest)) if newest else None
    return entry.decision if entry else None
