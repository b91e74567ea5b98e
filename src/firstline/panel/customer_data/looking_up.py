"""Look a conversation's facts up: before its message is decided on, and when somebody asks.

The system is asked outside any transaction, and whatever happens there stops no answer.
"""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from firstline.connectors.customer_data import LookedUp
from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.conversations.lookups import Lookup
from firstline.panel.conversations.models import Conversation, Message
from firstline.panel.conversations.threads import locked
from firstline.panel.customer_data.connecting import connected
from firstline.panel.customer_data.models import Access, DataSource, FactsChanged

log = logging.getLogger(__name__)


def look_up_for(message: Message) -> Message:
    """Look up what a customer's message is decided with, once: a second call changes nothing."""
    if message.looked_up is not None:
        return message
    conversation = message.conversation
    found = _found(conversation, by=None)
    if found is None:
        return message
    with transaction.atomic():
        current = locked(conversation.pk)
        _keep(current, found)
        Message.objects.filter(pk=message.pk, looked_up__isnull=True).update(
            looked_up=current.looked_up
        )
    return Message.objects.select_related("conversation__service").get(pk=message.pk)


def refresh(conversation: Conversation, *, by: User | None, anew: bool = True) -> Lookup | None:
    """Look up what agents see; `None` where the service has no source that is on."""
    found = _found(conversation, by=by, anew=anew)
    if found is None:
        return None
    with transaction.atomic():
        current = locked(conversation.pk)
        _keep(current, found)
    return found


def source_of(service_id: int) -> DataSource | None:
    on = DataSource.objects.select_related("service").filter(is_on=True)
    return on.filter(service=service_id).first()


def key_of(conversation: Conversation) -> Mapping[str, str]:
    """Say whose data: the customer's id, and what was given when the conversation was opened."""
    given = {name: str(value) for name, value in conversation.facts.items() if value is not None}
    return {**given, "customer_id": conversation.customer_id}


def _found(conversation: Conversation, *, by: User | None, anew: bool = False) -> Lookup | None:
    source = source_of(conversation.service_id)
    if source is None:
        return None
    try:
        found = _read(source, conversation, anew=anew)
    except Exception as error:
        # A source that is set up wrong, or a bug in a connector: the customer is still answered.
        level = logging.WARNING if isinstance(error, FirstlineError) else logging.ERROR
        log.log(level, "facts cannot be looked up", exc_info=True)
        unknown = dict.fromkeys(source.fields, "failed")
        return Lookup(facts={}, unknown=unknown, at=timezone.now())
    if found is None:
        return None
    note_access(source, conversation.customer_id, found, by=by, conversation=conversation)
    unknown = {name: str(reason) for name, reason in found.unknown.items()}
    return Lookup(facts=found.facts, unknown=unknown, at=found.at)


def _read(source: DataSource, conversation: Conversation, *, anew: bool) -> LookedUp | None:
    data = connected(source)
    if data is None:
        return None
    changed = FactsChanged.objects.filter(
        service=source.service_id, customer_id=conversation.customer_id
    )
    not_before = timezone.now() if anew else changed.values_list("at", flat=True).first()
    return data.read(key_of(conversation), not_before=not_before)


def _keep(conversation: Conversation, found: Lookup) -> None:
    conversation.looked_up = found.model_dump(mode="json")
    conversation.save(update_fields=("looked_up",))


def note_access(
    source: DataSource,
    customer_id: str,
    found: LookedUp,
    *,
    by: User | None,
    conversation: Conversation | None = None,
) -> None:
    """Write down who looked at which facts; never what they are."""
    Access.objects.create(
        service=source.service,
        at=found.at,
        by=by,
        conversation_id=conversation.pk if conversation else None,
        customer_id=customer_id[:200],
        fields=sorted({*found.facts, *found.unknown}),
        failed={name: str(reason) for name, reason in found.unknown.items()},
        took_ms=found.took_ms,
        is_cached=found.is_cached,
    )
