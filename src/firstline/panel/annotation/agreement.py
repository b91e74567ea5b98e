"""Do two people who annotate the same say the same?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from firstline.panel.annotation.models import Annotation, QueueItem, Verdict
from firstline.panel.services.models import HostedService

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The first two answers to one decision, by two people."""

    item: QueueItem
    first: Annotation
    second: Annotation
    others: tuple[Annotation, ...]

    @property
    def same_topic(self) -> bool:
        return self.first.topic == self.second.topic

    @property
    def same_template(self) -> bool:
        return self.same_topic and self.first.template == self.second.template

    @property
    def is_settled(self) -> bool:
        return self.same_template or bool(self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    pairs: tuple[Pair, ...]

    @property
    def topics(self) -> float:
        return sum(pair.same_topic for pair in self.pairs) / max(len(self.pairs), 1)

    @property
    def templates(self) -> float:
        return sum(pair.same_template for pair in self.pairs) / max(len(self.pairs), 1)

    @property
    def open(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if not pair.is_settled)


def agreement_of(service: HostedService) -> Agreement:
    """Look at the latest decisions that two people have answered."""
    return Agreement(pairs=tuple(_pairs(service)))


def _pairs(service: HostedService) -> Iterator[Pair]:
    labelled = Count("annotations", filter=Q(annotations__verdict=Verdict.LABELLED))
    items = service.queue_items.annotate(said=labelled).filter(said__gte=2).order_by("-pk")
    for item in items[:MOST_SHOWN].prefetch_related("annotations__by"):
        said = [a for a in item.annotations.all() if a.verdict == Verdict.LABELLED]
        first, second, *others = sorted(said, key=lambda a: (a.at, a.pk))
        yield Pair(item=item, first=first, second=second, others=tuple(others))
