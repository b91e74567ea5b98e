"""What is tried again with growing pauses: rows that are due, and count their attempts."""

from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db.models import F, Model, QuerySet

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
AT_ONCE = 20
"""In one tick, which is to be short."""
MOST_ATTEMPTS = 12
"""With growing pauses that is about seven hours; then somebody must look at what does not work."""
M = TypeVar("M", bound=Model)


class Tried(Protocol):
    @property
    def pk(self) -> object: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def attempts(self) -> int: ...


def due(rows: "QuerySet[M]", now: datetime, *, most: int = MOST_ATTEMPTS) -> "QuerySet[M]":
    """Find what is to be tried now, and was not given up."""
    return rows.filter(due_at__lte=now, attempts__lt=most)


def plan_next(rows: "QuerySet[M]", row: Tried, now: datetime) -> datetime | None:
    """Plan another attempt before this one, for the case that this process dies.

    Returns:
        When the next one is; `None` where another worker is at it.
    """
    next_at = now + min(FIRST_PAUSE * 2**row.attempts, LONGEST_PAUSE)
    mine = rows.filter(pk=row.pk, due_at=row.due_at)
    return next_at if mine.update(due_at=next_at, attempts=F("attempts") + 1) else None


def was_last(row: Tried, *, most: int = MOST_ATTEMPTS) -> bool:
    return row.attempts + 1 == most
