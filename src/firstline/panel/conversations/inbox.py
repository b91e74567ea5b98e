"""The lists of the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import User
from firstline.panel.conversations.models import Author, Conversation, Line, Message, Status
from firstline.panel.services.models import HostedService


class Queue(TextChoices):
    MINE = "mine", _("Mine")
    WAITING = "waiting", _("Waiting")
    ALL = "all", _("All")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    queue: Queue
    count: int
    is_shown: bool


def conversations_in(
    service: HostedService, queue: Queue, user: User, line: str = ""
) -> "QuerySet[Conversation]":
    """List a queue, each with its newest words: the urgent first, then who waits longest.

    What is resolved comes after all else.
    """
    found = _in_queue(service, queue, user)
    if line in Line.values:
        found = found.filter(line=line)
    said = Message.objects.filter(conversation=OuterRef("pk"), author=Author.CUSTOMER)
    words = said.order_by("-number").values("text")[:1]
    is_left = F("resolved_at").asc(nulls_first=True)
    order = (is_left, "priority", F("waiting_since").asc(nulls_last=True), "opened_at", "pk")
    return found.annotate(words=Subquery(words)).select_related("taken_by").order_by(*order)


def _in_queue(service: HostedService, queue: Queue, user: User) -> "QuerySet[Conversation]":
    found = service.conversations.all()
    match queue:
        case Queue.MINE:
            return found.filter(status=Status.WITH_PERSON, taken_by=user)
        case Queue.WAITING:
            return found.filter(status=Status.WAITING)
        case Queue.ALL:
            return found


def queue_states(service: HostedService, user: User, shown: Queue) -> list[QueueState]:
    return [
        QueueState(
            queue=queue, count=_in_queue(service, queue, user).count(), is_shown=queue is shown
        )
        for queue in Queue
    ]


def queue_named(asked: Mapping[str, str]) -> Queue:
    """Read the queue that an address names; who waits, if it names none that there is."""
    name = asked.get("queue", "")
    return Queue(name) if name in Queue.values else Queue.WAITING
