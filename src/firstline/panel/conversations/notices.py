"""Mails to agents that a customer waits: left in the hand-off's transaction, sent by the worker."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from firstline.panel.accounts.mails import base_address, send
from firstline.panel.conversations.models import AgentNotice, Status

AT_ONCE = 20
"""In one tick, which is to be short."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 12
"""With growing pauses that is about seven hours; then somebody must look at the mail server."""
log = logging.getLogger(__name__)


def send_notices(now: datetime) -> int:
    """Send what is due; return how many mails have left."""
    AgentNotice.objects.exclude(conversation__status=Status.WAITING).delete()  # no longer needed
    due = AgentNotice.objects.filter(due_at__lte=now, attempts__lt=MOST_ATTEMPTS)
    chosen = due.select_related("conversation__service", "to").order_by("due_at")[:AT_ONCE]
    return sum(_send(notice, now) for notice in chosen)


def _send(notice: AgentNotice, now: datetime) -> bool:
    """Try once: another attempt is planned first, for the case that this process dies."""
    mine = AgentNotice.objects.filter(pk=notice.pk, due_at=notice.due_at)
    pause = min(FIRST_PAUSE * 2**notice.attempts, LONGEST_PAUSE)
    if not mine.update(due_at=now + pause, attempts=F("attempts") + 1):
        return False  # another worker is at it
    conversation, to = notice.conversation, notice.to
    path = reverse("inbox-one", args=(conversation.service.slug, conversation.pk))
    context = {"conversation": conversation, "link": base_address() + path}
    has_left = send("conversations/mails/waiting.txt", to, context, language=settings.LANGUAGE_CODE)
    if has_left:
        notice.delete()
    elif notice.attempts + 1 == MOST_ATTEMPTS:
        log.error("an agent was not told that a customer waits", extra={"to": str(to.pk)})
    return has_left
