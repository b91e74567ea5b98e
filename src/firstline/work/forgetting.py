"""Forget what only grows and tells nobody anything any more."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from firstline.panel.webhooks.models import Endpoint, Event

SIGN_INS_KEPT = timedelta(days=90)
"""Failed and successful ones, with addresses: long enough to look into a break-in."""
QUEUE_KEPT = timedelta(days=7)
"""Entries of the queue; what a job did stays on the page of jobs."""

WEBHOOKS_KEPT = timedelta(days=30)
"""Events with what customers wrote, and what became of sending them."""
REMOVED_KEPT = timedelta(hours=1)
"""Endpoints: by then whatever was writing an event for one has finished."""


def forget_what_expired(now: datetime) -> int:
    """Delete old sessions, sign-ins, entries of the queue and webhooks; return how many."""
    old = (
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT),
        AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT),
        DBTaskResult.objects.finished().filter(finished_at__lt=now - QUEUE_KEPT),
        Event.objects.filter(at__lt=now - WEBHOOKS_KEPT),
        Endpoint.objects.filter(removed_at__lt=now - REMOVED_KEPT),
    )
    return sum(rows.delete()[0] for rows in old)
