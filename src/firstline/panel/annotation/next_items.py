"""Hand out one item after the other; nobody gets what somebody else is looking at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from firstline.panel.accounts.models import User
from firstline.panel.annotation.models import Annotation, Queue, QueueItem, Verdict
from firstline.panel.services.models import HostedService

HELD_FOR = timedelta(minutes=10)


def waiting_for(service: HostedService, queue: str, user: User) -> "QuerySet[QueueItem]":
    """Find what this person has not answered yet, most interesting first."""
    waiting = service.queue_items.filter(queue=queue, is_open=True)
    return waiting.exclude(annotations__by=user).order_by("priority", "pk")


def next_item(service: HostedService, queue: str, *, user: User, now: datetime) -> QueueItem | None:
    """Hand out the next item, and hold it for this person."""
    free = Q(held_until=None) | Q(held_until__lt=now) | Q(held_by=user)
    for item in waiting_for(service, queue, user).filter(free)[:5]:
        mine = QueueItem.objects.filter(free, pk=item.pk)
        if mine.update(held_by=user, held_until=now + HELD_FOR):
            return item
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    queue: Queue
    waiting: int
    """For this person."""
    answered: int
    """By anybody."""
    skipped: int
    """By this person."""


def queue_states(service: HostedService, user: User) -> list[QueueState]:
    said = Annotation.objects.filter(item__service=service)
    return [
        QueueState(
            queue=queue,
            waiting=waiting_for(service, queue, user).count(),
            answered=said.filter(item__queue=queue, verdict=Verdict.LABELLED).count(),
            skipped=said.filter(item__queue=queue, verdict=Verdict.SKIPPED, by=user).count(),
        )
        for queue in Queue
    ]


def show_skipped_again(service: HostedService, queue: str, user: User) -> int:
    skipped = Annotation.objects.filter(
        item__service=service, item__queue=queue, by=user, verdict=Verdict.SKIPPED
    )
    return skipped.delete()[0]
