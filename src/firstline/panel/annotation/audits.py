"""What audits say about automatic replies: observed precision, with its interval."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from firstline.analysis.bounds import lower_bound, upper_bound
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.panel.annotation.models import Annotation, Queue, Verdict
from firstline.panel.services.models import HostedService
from firstline.release.records import Release

DELTA = 0.1
"""Accepted probability that a bound is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Audited automatic replies of one topic, or of all."""

    name: str
    right: int
    of: int
    lower_bound: float
    upper_bound: float
    target: float | None
    """Promised precision, if a promise is proven."""

    @property
    def share(self) -> float:
        return self.right / self.of

    @property
    def tone(self) -> str:
        """Whether the promise is confirmed, refuted, or neither."""
        if self.target is None:
            return ""
        if self.upper_bound < self.target:
            return "bad"
        return "good" if self.lower_bound >= self.target else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audits:
    all: Observed | None
    topics: tuple[Observed, ...]
    """Most audited first."""
    unsure: int
    skipped: int


def audits_of(
    service: HostedService, live: Release | None, *, since: datetime | None, release: str = ""
) -> Audits:
    """Sum up what auditors said of automatic replies that were drawn at random."""
    said = Annotation.objects.filter(item__service=service, item__queue=Queue.AUDIT)
    if since:
        said = said.filter(item__received_at__gte=since)
    if release:
        said = said.filter(item__release=release)
    topics = tuple(_observed(said, live))
    right, of = sum(topic.right for topic in topics), sum(topic.of for topic in topics)
    target = live.service.policy.target_precision if live else None
    return Audits(
        all=_of("", right, of, target) if of else None,
        topics=topics,
        unsure=said.filter(verdict=Verdict.UNSURE).count(),
        skipped=said.filter(verdict=Verdict.SKIPPED).count(),
    )


def _observed(said: "QuerySet[Annotation]", live: Release | None) -> list[Observed]:
    standing = said.filter(verdict=Verdict.LABELLED, stands=True).order_by()
    rows = standing.values("item__sent_topic").annotate(
        of=Count("pk"), right=Count("pk", filter=Q(was_right=True))
    )
    content = live.service if live else None
    found = [
        _of(
            _name(row["item__sent_topic"], content),
            row["right"],
            row["of"],
            _promised(row["item__sent_topic"], live),
        )
        for row in rows
    ]
    return sorted(found, key=lambda observed: (-observed.of, observed.name))


def _of(name: str, right: int, of: int, target: float | None) -> Observed:
    return Observed(
        name=name,
        right=right,
        of=of,
        lower_bound=lower_bound(right, of, DELTA),
        upper_bound=upper_bound(right, of, DELTA),
        target=target,
    )


def _name(topic: str, content: Service | None) -> str:
    known = content is not None and topic in content.topics
    return content.topics[TopicId(topic)].name if content and known else topic


def _promised(topic: str, live: Release | None) -> float | None:
    guarantee = live.thresholds.of(TopicId(topic)) if live else None
    return guarantee.target if guarantee and guarantee.threshold is not None else None
