"""Replies on their way: held here for some seconds, so that who sent one can take it back.

A held reply is no message yet: the customer cannot see it, the journal is not told, nobody's wait
has ended, and a later message may still come before it. All that happens in one transaction when
it is due, and whoever comes first does it: a page of the inbox, the customer's own look, or the
worker. Undoing it therefore only removes a row, and is refused once it is due.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import CHANGES, Said, close, is_to_be_said, send
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.threads import locked
from firstline.panel.inbox.models import HeldReply


class TooLateToUndo(FirstlineError):
    def __init__(self) -> None:
        super().__init__(_("It is sent; it was too late to undo."))


def hold(
    conversation_id: UUID, said: Said, *, by: User, now: datetime, then_resolve: bool = False
) -> None:
    """Put a reply on its way; one that is on its way already goes out first.

    Raises:
        NothingWritten, SomebodyElseHasIt, SomethingNewer, KeyReused: as `agents.say`.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        if _is_on_its_way(conversation, said.key):
            return
        if not is_to_be_said(conversation, said, by=by):
            return
        _send_held(conversation, now)
        HeldReply.objects.create(
            conversation=conversation,
            by=by,
            text=said.text,
            template_id=said.template_id,
            topic_id=said.topic_id,
            suggested=said.suggested,
            offered=list(said.offered),
            seen=said.seen,
            key=said.key,
            then_resolve=then_resolve,
            due_at=now + timedelta(seconds=settings.PANEL.undo_seconds),
        )
        if settings.PANEL.undo_seconds == 0:
            _send_held(conversation, now)


def _is_on_its_way(conversation: Conversation, key: str) -> bool:
    """Whether the button was pressed twice."""
    return bool(key) and HeldReply.objects.filter(conversation=conversation, key=key).exists()


def undo(conversation_id: UUID, *, by: User, now: datetime) -> Said:
    """Take one's reply back, and return it for the box that it was written in.

    Raises:
        TooLateToUndo: it is sent or due, or somebody else's.
    """
    with transaction.atomic():
        conversation = locked(conversation_id)
        mine = HeldReply.objects.filter(conversation=conversation, by=by, due_at__gt=now)
        held = mine.first()
        if held is None:
            raise TooLateToUndo
        held.delete()
    return said_by(held)


def said_by(held: HeldReply) -> Said:
    return Said(
        text=held.text,
        template_id=held.template_id,
        topic_id=held.topic_id,
        suggested=held.suggested,
        offered=tuple(held.offered),
        seen=held.seen,
        key=held.key,
    )


def send_if_due(conversation_id: UUID, *, now: datetime) -> None:
    """Send what is due in a conversation; one cheap look where nothing is."""
    due = HeldReply.objects.filter(conversation_id=conversation_id, due_at__lte=now)
    if due.exists():
        with transaction.atomic():
            conversation = locked(conversation_id)
            if due.exists():  # nobody was quicker
                _send_held(conversation, now)


def send_now(conversation_id: UUID, *, now: datetime) -> None:
    """Send what is on its way, because something else is done that it must come before."""
    with transaction.atomic():
        _send_held(locked(conversation_id), now)


def send_all_due(now: datetime) -> int:
    """Send what nobody else has sent; return how many replies were due."""
    due = HeldReply.objects.filter(due_at__lte=now).order_by("due_at")
    found = list(due.values_list("conversation_id", flat=True))
    for conversation_id in found:
        send_if_due(conversation_id, now=now)
    return len(found)


def _send_held(conversation: Conversation, now: datetime) -> None:
    """Send what is on its way, if anything is, and resolve where that was asked for."""
    held = HeldReply.objects.filter(conversation=conversation).select_related("by").first()
    if held is None:
        return
    held.delete()
    is_news = conversation.messages.filter(author__in=CHANGES, number__gt=held.seen)
    has_news = is_news.exclude(by=held.by).exists()
    send(conversation, said_by(held), by=held.by, now=now)
    if held.then_resolve and not has_news and conversation.taken_by == held.by:
        close(conversation, now=now)
