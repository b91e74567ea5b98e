"""Forget what only grows and tells nobody anything any more."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

SIGN_INS_KEPT = timedelta(days=90)
"""Failed and successful ones, with addresses: long enough to look into a break-in."""
QUEUE_KEPT = timedelta(days=7)
"""Entries of the queue; what a job did stays on the page of jobs."""


def forget_what_expired(now: datetime) -> int:
    """Delete old sessions, sign-ins and entries of the queue; return how many."""
    old = (
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT),
        AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT),
        DBTaskResult.objects.finished().filter(finished_at__lt=now - QUEUE_KEPT),
    )
    return sum(rows.delete()[0] for rows in old)
