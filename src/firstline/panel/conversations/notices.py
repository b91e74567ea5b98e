"""Mails to agents that a customer waits: left in the hand-off's transaction, sent by the worker."""

import logging
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from firstline.panel.accounts.mails import base_address, send
from firstline.panel.attempts import AT_ONCE, due, plan_next, was_last
from firstline.panel.conversations.models import AgentNotice, Status

log = logging.getLogger(__name__)


def send_notices(now: datetime) -> int:
    """Send what is due; return how many mails have left."""
    AgentNotice.objects.exclude(conversation__status=Status.WAITING).delete()  # no longer needed
    notices = due(AgentNotice.objects.all(), now)
    chosen = notices.select_related("conversation__service", "to").order_by("due_at")[:AT_ONCE]
    return sum(_send(notice, now) for notice in chosen)


def _send(notice: AgentNotice, now: datetime) -> bool:
    if not plan_next(AgentNotice.objects.all(), notice, now):
        return False
    conversation, to = notice.conversation, notice.to
    path = reverse("inbox-one", args=(conversation.service.slug, conversation.pk))
    context = {"conversation": conversation, "link": base_address() + path}
    has_left = send("conversations/mails/waiting.txt", to, context, language=settings.LANGUAGE_CODE)
    if has_left:
        notice.delete()
    elif was_last(notice):
        log.error("an agent was not told that a customer waits", extra={"to": str(to.pk)})
    return has_left
