"""How often agents said what, week by week and topic by topic."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from firstline.panel.conversations.models import Author, Message
from firstline.panel.feedback.models import Feedback, Kind
from firstline.panel.services.models import HostedService

WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    monday: date
    decided: int
    """Messages that were decided on."""
    counts: Mapping[str, int]

    @property
    def in_order(self) -> Sequence[int]:
        return [self.counts.get(kind, 0) for kind in Kind.values]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    topic: str
    counts: Mapping[str, int]
    confused_with: str
    """The topic that was right most often where this one was wrong."""

    @property
    def in_order(self) -> Sequence[int]:
        return [self.counts.get(kind, 0) for kind in Kind.values]


def weeks_of(service: HostedService, topic: str, *, now: datetime) -> Sequence[Week]:
    """Count the last twelve weeks, of one topic or of all; the newest first."""
    mondays = [_monday(now) - timedelta(weeks=back) for back in range(WEEKS)]
    said = _said(service, topic, since=now - timedelta(weeks=WEEKS))
    counts = Counter((_monday(one.at), one.kind) for one in said)
    of_service = Message.objects.filter(conversation__service=service, author=Author.CUSTOMER)
    decided = of_service.exclude(decision_id="").filter(at__gt=now - timedelta(weeks=WEEKS))
    if topic:
        decided = decided.filter(conversation__topic_id=topic)
    asked = Counter(_monday(at) for at in decided.values_list("at", flat=True))
    return [
        Week(
            monday=monday,
            decided=asked[monday],
            counts={kind: counts[monday, kind] for kind in Kind.values},
        )
        for monday in mondays
    ]


def topics_of(service: HostedService, *, now: datetime) -> Sequence[TopicCount]:
    """Count by the topic that was found, most said of first."""
    said = _said(service, "", since=now - timedelta(weeks=WEEKS))
    counts = Counter((one.found_topic, one.kind) for one in said)
    rights = Counter((one.found_topic, one.right_topic) for one in said if one.right_topic)
    totals = Counter(one.found_topic for one in said)
    return [
        TopicCount(
            topic=topic,
            counts={kind: counts[topic, kind] for kind in Kind.values},
            confused_with=max(
                (right for found, right in rights if found == topic),
                key=lambda right: rights[topic, right],
                default="",
            ),
        )
        for topic, _total in totals.most_common()
    ]


def _said(service: HostedService, topic: str, *, since: datetime) -> list[Feedback]:
    found = Feedback.objects.filter(message__conversation__service=service, at__gt=since)
    return list(found.filter(found_topic=topic) if topic else found)


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())
