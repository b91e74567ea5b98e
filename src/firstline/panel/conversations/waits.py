"""How long customers wait for a person: a range from what others waited, or nothing."""

import math
import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstline.panel.conversations.models import Conversation, Line, Status
from firstline.panel.services.models import HostedService

RECENT = timedelta(days=7)
NEWEST = 50
"""Waits that are looked at: the last ones say most about now."""
ENOUGH = 5
"""Fewer say nothing about the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Eight of ten waited about so long; whole minutes, the second is the larger one."""

    from_minutes: int
    to_minutes: int


def expected_wait(service: HostedService, line: Line, *, now: datetime) -> Wait | None:
    """Say how long it may take; `None` where too few have waited lately.

    Who waits longer just now than others did counts too: the range never promises less.
    """
    waits = _recent_waits(service, line, now)
    if len(waits) < ENOUGH:
        return None
    tenths = statistics.quantiles(waits, n=10, method="inclusive")
    at_least = max(1, math.floor(tenths[0]))
    at_most = math.ceil(max(tenths[-1], _longest_now(service, line, now)))
    return Wait(from_minutes=at_least, to_minutes=max(at_most, at_least + 1))


def _recent_waits(service: HostedService, line: Line, now: datetime) -> list[float]:
    answered = Conversation.objects.filter(service=service, line=line, answered_at__gt=now - RECENT)
    moments = answered.order_by("-answered_at").values_list("waiting_since", "answered_at")
    return [_minutes(since, at) for since, at in moments[:NEWEST] if since and at]


def _longest_now(service: HostedService, line: Line, now: datetime) -> float:
    waiting = Conversation.objects.filter(service=service, line=line, status=Status.WAITING)
    since = waiting.order_by("waiting_since").values_list("waiting_since", flat=True).first()
    return _minutes(since, now) if since else 0.0


def _minutes(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 60
