"""Agents update a fact of a customer in the system that holds it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.connectors.customer_data import UpdateFailed
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.conversations.models import Conversation
from firstline.panel.customer_data.connecting import connected
from firstline.panel.customer_data.looking_up import key_of, refresh, source_of
from firstline.panel.customer_data.models import Access


def update_fact(conversation: Conversation, name: str, value: str, *, by: User) -> None:
    """Write one fact, then look all of them up again.

    Raises:
        UpdateFailed: it may not be updated, or the system did not take it.
    """
    source = source_of(conversation.service_id)
    data = connected(source) if source else None
    if data is None:
        raise UpdateFailed(_("No system is connected, so nothing can be updated."))
    try:
        data.update(key_of(conversation), {name: value})
    except UpdateFailed:
        _note(conversation, name, by, failed={name: "failed"})
        raise
    _note(conversation, name, by, failed={})
    refresh(conversation, by=by)


def _note(conversation: Conversation, name: str, by: User, *, failed: dict[str, str]) -> None:
    """Write down who updated what, for whom, and whether it worked; not the value."""
    with transaction.atomic():
        Access.objects.create(
            service=conversation.service,
            at=timezone.now(),
            by=by,
            conversation_id=conversation.pk,
            customer_id=conversation.customer_id,
            is_update=True,
            fields=[name],
            failed=failed,
        )
        record(
            Action.CUSTOMER_DATA_UPDATED,
            f"{name} of a customer",
            by=by,
            service=conversation.service,
            note=f"conversation {conversation.pk}: {'it failed' if failed else 'taken'}",
        )
