"""Replies that an agent may send: the engine's own, for the customer's newest message only."""

import logging
from collections.abc import Sequence

from firstline.domain.decisions import Decision, DecisionId, Reply, replies_of
from firstline.domain.errors import JournalError
from firstline.journal.reader import JournalReader
from firstline.panel.conversations.agents import newest_question
from firstline.panel.conversations.models import Author, Conversation

log = logging.getLogger(__name__)


def suggestions_for(conversation: Conversation) -> Sequence[Reply]:
    """Find at most three; none once a person has answered the message, or it is not settled.

    The engine suggests nothing below the floor of the service's policy.
    """
    asked = newest_question(conversation)
    if asked is None or not asked.decision_id:
        return ()
    answers = conversation.messages.filter(number__gt=asked.number)
    if answers.filter(author__in=(Author.PERSON, Author.ASSISTANT)).exists():
        return ()
    decision = _decision(conversation, DecisionId(asked.decision_id))
    return replies_of(decision) if decision else ()


def _decision(conversation: Conversation, decision_id: DecisionId) -> Decision | None:
    """Read it; an agent can answer without the journal too."""
    try:
        journal = JournalReader(conversation.service.folder.journal)
        try:
            return journal.entry(decision_id).decision
        finally:
            journal.close()
    except JournalError:
        log.exception("no suggestions", extra={"decision": decision_id})
        return None
