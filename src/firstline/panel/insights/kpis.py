"""The key numbers of a service's conversations, counted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet

from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.insights.comparisons import Comparison, comparison
from firstline.panel.insights.endings import HELPFUL, LASTING, Ending, endings, followed_up, judged
from firstline.panel.insights.figures import Durations, Share
from firstline.panel.services.models import HostedService

SPOKEN = (Author.CUSTOMER, Author.ASSISTANT, Author.PERSON)
"""What counts towards the length of a conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpis:
    conversations: int
    """Opened in the days shown, with a reply or a hand-off."""
    automatic: Share
    """First replies that were automatic."""
    to_automatic: Durations
    """From the customer's first message to the first reply."""
    to_person: Durations
    length: float | None
    """Messages of a conversation, notices and notes apart."""
    hand_offs: Sequence[tuple[HandOffReason, int]]
    """By reason, the most frequent first."""
    rated: int
    rating: float | None
    helpful: Share
    sent_as_suggested: Share
    """Replies of agents who were offered suggestions: sent as one was."""
    edited: Share
    """Likewise: made from one."""
    ended_from: datetime
    """Endings are of conversations opened between these two, which all had their seven days."""
    ended_until: datetime
    endings: Mapping[Ending, int]
    followed_up: Share
    """Automatic replies that did not end it."""
    comparison: Comparison | None

    @property
    def ended(self) -> int:
        return sum(self.endings.values())

    @property
    def ending_shares(self) -> Sequence[tuple[Ending, Share]]:
        return [(ending, Share(count=n, of=self.ended)) for ending, n in self.endings.items()]


def kpis(service: HostedService, *, days: int, now: datetime, line: str = "") -> Kpis:
    """Count what happened in the last days, and how what came before them ended.

    Args:
        service: whose conversations.
        days: how far back.
        now: when.
        line: only those of one line; empty for all.
    """
    of_line = service.conversations.filter(**({"line": line} if line else {}))
    recent = of_line.filter(opened_at__gt=now - timedelta(days=days), opened_at__lte=now)
    since = now - LASTING - timedelta(days=days)
    old = judged(of_line.filter(opened_at__gt=since), now)
    again, answered = followed_up(old)
    attended = recent.filter(~Q(replied_by="") | Q(waiting_since__isnull=False))
    replied = attended.exclude(replied_by="")
    rated, rating, helpful = _ratings(attended)
    as_suggested, edited = _suggested(recent)
    return Kpis(
        conversations=attended.count(),
        automatic=Share(
            count=replied.filter(replied_by=Author.ASSISTANT).count(), of=replied.count()
        ),
        to_automatic=_durations(replied.filter(replied_by=Author.ASSISTANT)),
        to_person=_durations(replied.filter(replied_by=Author.PERSON)),
        length=_length(attended),
        hand_offs=_hand_offs(recent),
        rated=rated,
        rating=rating,
        helpful=Share(count=helpful, of=rated),
        sent_as_suggested=as_suggested,
        edited=edited,
        ended_from=since,
        ended_until=now - LASTING,
        endings=endings(old),
        followed_up=Share(count=again, of=answered),
        comparison=comparison(old),
    )


def _durations(conversations: "QuerySet[Conversation]") -> Durations:
    """Let the database sort them, and read two places."""
    waits = conversations.order_by("replied_after").values_list("replied_after", flat=True)
    n = waits.count()
    if not n:
        return Durations(of=0)
    return Durations(of=n, half=waits[(n - 1) // 2], most=waits[(n - 1) * 9 // 10])


def _length(conversations: "QuerySet[Conversation]") -> float | None:
    spoken = Message.objects.filter(conversation__in=conversations, author__in=SPOKEN)
    n = conversations.count()
    return spoken.count() / n if n else None


def _hand_offs(conversations: "QuerySet[Conversation]") -> Sequence[tuple[HandOffReason, int]]:
    handed = conversations.filter(waiting_since__isnull=False).order_by()
    counted = handed.values("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(HandOffReason(row["reason"]), row["n"]) for row in counted]


def _ratings(conversations: "QuerySet[Conversation]") -> tuple[int, float | None, int]:
    """Count the ratings, give their mean, and count those that say that it helped."""
    found = conversations.aggregate(
        rated=Count("rating"),
        mean=Avg("rating"),
        helpful=Count("pk", filter=Q(rating__gte=HELPFUL)),
    )
    return found["rated"], found["mean"], found["helpful"]


def _suggested(conversations: "QuerySet[Conversation]") -> tuple[Share, Share]:
    """Count what agents made of suggestions: sent as they were, and edited."""
    replies = Message.objects.filter(conversation__in=conversations, author=Author.PERSON)
    offered = replies.exclude(offered=[])
    found = offered.aggregate(
        all=Count("pk"),
        same=Count("pk", filter=Q(suggested=F("text"))),
        used=Count("pk", filter=~Q(suggested="")),
    )
    as_suggested = Share(count=found["same"], of=found["all"])
    return as_suggested, Share(count=found["used"] - found["same"], of=found["all"])
