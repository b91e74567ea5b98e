"""The lists of the inbox: queues, and what they are narrowed down by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import Membership
from firstline.panel.conversations.models import Author, Conversation, Line, Message, Status
from firstline.panel.conversations.snoozing import asleep
from firstline.panel.inbox.skills import fitting


class Queue(TextChoices):
    FOR_ME = "for_me", _("For me")
    """Who waits and fits the agent's skills."""
    MINE = "mine", _("Mine")
    WAITING = "waiting", _("All waiting")
    SNOOZED = "snoozed", _("Put aside")
    ALL = "all", _("All")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as its address names it; what it does not name is not narrowed down."""

    queue: Queue = Queue.WAITING
    line: str = ""
    language: str = ""
    words: str = ""
    """Of any message of the customer, or the customer's id."""

    @property
    def address(self) -> str:
        """The part of an address that names this list, for links that keep it."""
        named = {
            "queue": self.queue.value,
            "line": self.line,
            "language": self.language,
            "q": self.words,
        }
        return urlencode({name: value for name, value in named.items() if value})


def listing_named(asked: Mapping[str, str]) -> Listing:
    """Read the list that an address names; who waits, if it names none that there is."""
    queue, line = asked.get("queue", ""), asked.get("line", "")
    return Listing(
        queue=Queue(queue) if queue in Queue.values else Queue.WAITING,
        line=line if line in Line.values else "",
        language=asked.get("language", "")[:10],
        words=asked.get("q", "").replace("\x00", "").strip()[:200],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    queue: Queue
    count: int
    is_shown: bool


def queue_states(member: Membership, shown: Queue, *, now: datetime) -> list[QueueState]:
    return [
        QueueState(
            queue=queue, count=_in_queue(member, queue, now).count(), is_shown=queue is shown
        )
        for queue in Queue
    ]


def conversations_in(
    member: Membership, listing: Listing, *, now: datetime
) -> "QuerySet[Conversation]":
    """List conversations, each with its newest words: the urgent first, then who waits longest.

    What is resolved comes after all else.
    """
    found = _narrowed(_in_queue(member, listing.queue, now), listing)
    said = Message.objects.filter(conversation=OuterRef("pk"), author=Author.CUSTOMER)
    words = said.order_by("-number").values("text")[:1]
    is_left = F("resolved_at").asc(nulls_first=True)
    order = (is_left, "priority", F("waiting_since").asc(nulls_last=True), "opened_at", "pk")
    return found.annotate(words=Subquery(words)).select_related("taken_by").order_by(*order)


def _narrowed(found: "QuerySet[Conversation]", listing: Listing) -> "QuerySet[Conversation]":
    if listing.line:
        found = found.filter(line=listing.line)
    if listing.language:
        found = found.filter(language=listing.language)
    if listing.words:
        of_customer = Message.objects.filter(conversation=OuterRef("pk"), author=Author.CUSTOMER)
        has_words = Exists(of_customer.filter(text__icontains=listing.words))
        found = found.filter(Q(customer_id=listing.words) | Q(has_words))
    return found


def _in_queue(member: Membership, queue: Queue, now: datetime) -> "QuerySet[Conversation]":
    found = member.service.conversations.all()
    match queue:
        case Queue.FOR_ME:
            return found.filter(fitting(member), status=Status.WAITING).exclude(asleep(now))
        case Queue.MINE:
            mine = found.filter(status=Status.WITH_PERSON, taken_by=member.user)
            return mine.exclude(asleep(now))
        case Queue.WAITING:
            return found.filter(status=Status.WAITING)
        case Queue.SNOOZED:
            return found.filter(asleep(now)).exclude(status=Status.RESOLVED)
        case Queue.ALL:
            return found


def next_after(
    conversation: Conversation, member: Membership, listing: Listing, *, now: datetime
) -> Conversation | None:
    """Find the one that follows in a list; the first one where it is in none or the last."""
    found = list(conversations_in(member, listing, now=now)[:MOST_LOOKED_AT])
    place = next((n for n, each in enumerate(found) if each.pk == conversation.pk), None)
    others = [*found[place + 1 :], *found[:place]] if place is not None else found
    return others[0] if others else None


MOST_LOOKED_AT = 200
"""Of a list, when the next one is looked for."""
