"""Which deliveries are due, and what follows from an attempt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from firstline.panel.audit.log import Action, record
from firstline.panel.webhooks.models import Attempt, Delivery, Endpoint, Pause, State

AT_ONCE = 10
"""To one endpoint; more wait for the next round."""
CLAIMED_FOR = timedelta(minutes=1)
"""Longer than an attempt takes; then the worker that made it has died."""
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
)
"""After the first failures; then always the last one."""
GIVEN_UP_AFTER = timedelta(hours=24)
LONGEST_ASKED = timedelta(hours=6)
"""The most that a `Retry-After` is given; the least is our own pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an attempt brought."""

    at: datetime
    """When it began."""
    took_ms: int
    status: int | None = None
    """`None` where there was no answer."""
    words: str = ""
    """How the answer began, or why there was none."""
    retry_after: timedelta = timedelta(0)

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - 2xx


def due(now: datetime) -> "QuerySet[Delivery]":
    """Find what is to be sent now, in the order in which it happened."""
    waiting = Delivery.objects.filter(state=State.WAITING, due_at__lte=now)
    reachable = waiting.filter(endpoint__pause=Pause.NONE, endpoint__removed_at=None)
    return reachable.order_by("event_id")


def claim(endpoint_id: int, now: datetime) -> list[Delivery]:
    """Take what is due for an endpoint, so that no other worker sends it meanwhile."""
    found = due(now).filter(endpoint=endpoint_id).select_related("event", "endpoint")[:AT_ONCE]
    return [delivery for delivery in found if _is_ours(delivery, now)]


def _is_ours(delivery: Delivery, now: datetime) -> bool:
    """Plan another attempt first, for the case that this process dies."""
    mine = Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at, state=State.WAITING)
    return bool(mine.update(due_at=now + CLAIMED_FOR))


def settle(delivery: Delivery, answer: Answer) -> None:
    """Note an attempt and what comes next; a delivery that has arrived stays so."""
    with transaction.atomic():
        Attempt.objects.create(
            delivery=delivery,
            at=answer.at,
            took_ms=answer.took_ms,
            status=answer.status,
            answer=answer.words,
        )
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        if answer.is_good:
            _arrived(delivery)
        elif delivery.state == State.WAITING:
            _failed(delivery, answer)


def _arrived(delivery: Delivery) -> None:
    delivery.state = State.DELIVERED
    delivery.save(update_fields=("state",))
    Endpoint.objects.filter(pk=delivery.endpoint_id).update(failing_since=None)


def _failed(delivery: Delivery, answer: Answer) -> None:
    delivery.tried_since = delivery.tried_since or answer.at
    delivery.due_at = answer.at + pause_after(delivery.tried, answer.retry_after)
    delivery.tried += 1
    is_gone = answer.status == HTTPStatus.GONE
    if is_gone or delivery.due_at > delivery.tried_since + GIVEN_UP_AFTER:
        delivery.state = State.DEAD
    delivery.save()
    endpoint = Endpoint.objects.filter(pk=delivery.endpoint_id)
    endpoint.update(failing_since=Coalesce(F("failing_since"), answer.at))
    if is_gone and endpoint.filter(pause=Pause.NONE).update(pause=Pause.GONE):
        _note_gone(delivery.endpoint)


def _note_gone(endpoint: Endpoint) -> None:
    record(
        Action.WEBHOOK_CHANGED,
        f"webhook {endpoint}",
        by=None,
        service=endpoint.service,
        after=f"pause: {Pause.GONE.value}",
    )


def pause_after(tried: int, asked: timedelta) -> timedelta:
    """Say how long to wait after one more failure.

    Args:
        tried: failures before.
        asked: by the endpoint, which gets no less than our pause and no more than six hours.
    """
    own = PAUSES[min(tried, len(PAUSES) - 1)]
    return max(own, min(asked, LONGEST_ASKED))


def send_again(deliveries: "QuerySet[Delivery]", *, now: datetime) -> int:
    """Send what has arrived or was given up, under the same id; return how many."""
    settled = deliveries.exclude(state=State.WAITING)
    return settled.update(state=State.WAITING, due_at=now, tried=0, tried_since=None)
