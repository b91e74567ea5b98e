"""Settle what a dead process left behind: messages that were taken in and never settled.

Deciding again under the same key gives the decision that the journal has already, so a reply is
sent exactly once. Where nothing can be decided, a person answers.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from itertools import groupby

from firstline.domain.errors import FirstlineError, ReleaseNotFound
from firstline.journal.entries import JournalEntry
from firstline.journal.writer import Journal
from firstline.panel.conversations.models import Message
from firstline.panel.conversations.receiving import decision_key, inquiry_of
from firstline.panel.conversations.settling import left_behind, settle
from firstline.panel.customer_data.looking_up import look_up_for
from firstline.panel.services.engines import engine_of
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer

AT_ONCE = 20
"""In one tick, which is to be short; the oldest first."""
log = logging.getLogger(__name__)


def settle_left_behind(now: datetime) -> int:
    """Return how many messages were settled."""
    found = left_behind(now)[:AT_ONCE]
    by_service = sorted(found, key=lambda message: message.conversation.service_id)
    for _, messages in groupby(by_service, key=lambda message: message.conversation.service_id):
        of_service = list(messages)
        _settle_all(of_service[0].conversation.service, of_service, now)
    return len(by_service)


def _settle_all(service: HostedService, messages: Sequence[Message], now: datetime) -> None:
    try:
        answerer = _answerer(service)
    except (FirstlineError, OSError):
        log.exception("nothing can be decided", extra={"service": service.slug})
        for message in messages:
            _settle(message, None, now)
        return
    with closing(answerer):
        for message in messages:
            _settle(message, _decided(answerer, message), now)


def _settle(message: Message, entry: JournalEntry | None, now: datetime) -> None:
    """Settle one; what fails stays for the next tick and keeps nobody else waiting."""
    try:
        settle(message, entry, now=now)
    except Exception:
        log.exception("a message cannot be settled", extra={"said": message.pk})


def _answerer(service: HostedService) -> Answerer:
    store = service.folder.store
    digest = store.live()
    if digest is None:
        raise ReleaseNotFound("nothing is live")
    engine = engine_of(service, digest)
    answerer = Answerer(journal=Journal(service.folder.journal), sessions=1)
    answerer.switch_to(engine)
    answerer.pauses = store.pauses.in_force()
    return answerer


def _decided(answerer: Answerer, message: Message) -> JournalEntry | None:
    key = decision_key(message)
    if earlier := answerer.journal.reader.entry_of_key(key):
        return earlier
    try:
        return asyncio.run(answerer.answer(inquiry_of(look_up_for(message)), idempotency_key=key))
    except FirstlineError:
        log.exception("a message cannot be decided on", extra={"conversation": key})
        return None
