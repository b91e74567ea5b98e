"""Decide on a message with the service's own answerer, and settle it."""

import logging

from firstline.domain.errors import InquiryError, JournalError, ReleaseNotFound
from firstline.hosting.database import ask_database, ask_systems
from firstline.journal.entries import JournalEntry
from firstline.panel.appointments.offering import offer_in
from firstline.panel.conversations.models import Message
from firstline.panel.conversations.receiving import decision_key, inquiry_of
from firstline.panel.conversations.settling import settle
from firstline.panel.customer_data.looking_up import look_up_for
from firstline.serving.answering import Answerer
from firstline.serving.errors import IdempotencyConflict, Overloaded

LATER = (Overloaded, JournalError, ReleaseNotFound)
"""What passes: the worker decides in a moment, or hands over."""
NEVER = (InquiryError, IdempotencyConflict)
"""What does not: the release reads other facts than when the conversation was opened."""
log = logging.getLogger(__name__)


async def decide_and_settle(message: Message, answerer: Answerer) -> None:
    """Answer a stored message, hand it over, or leave it to the worker: it is never lost."""
    message = await ask_systems(look_up_for, message)
    inquiry = await ask_database(inquiry_of, message)
    entry: JournalEntry | None = None
    try:
        entry = await answerer.answer(inquiry, idempotency_key=decision_key(message))
    except LATER:
        log.warning("a message is decided on later", extra={"said": message.pk}, exc_info=True)
        return
    except NEVER:
        log.exception("a message cannot be decided on", extra={"said": message.pk})
    await ask_database(settle, message, entry, now=answerer.clock())
    await ask_systems(offer_in, message.conversation_id, now=answerer.clock())
