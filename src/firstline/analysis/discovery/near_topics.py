"""Near topics: whether unanswered inquiries are about a topic that is there already.

Then a new topic would split it; what is missing is a template, or a rule that lets them through.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstline.analysis.discovery.past import PastInquiry
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.inference.vectors import Vector, Vectors

SAID_SHARE = 0.5  # of the cases that agents labelled
LEAST_SAID = 3
SHOWN = 3
# Of the cut: what a classifier was unsure of lies between topics and would merge too soon.
# Chosen on BANKING77 (benchmarks/discovery.py).
NEAR = 0.9


class Evidence(StrEnum):
    AGENTS = "agents"
    """Agents gave such inquiries this topic, or sent one of its templates."""
    WORDS = "words"
    """They read like the topic's answered inquiries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A clause that kept a template from inquiries of its topic."""

    template_id: TemplateId
    clause: str
    failed: int
    """In how many of the inquiries it was not true."""
    alone: int
    """In how many of these all else of the rule was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearTopic:
    topic_id: TopicId
    evidence: Evidence
    near_misses: tuple[NearMiss, ...]


class KnownTopics:
    """What the answered inquiries of each topic read like."""

    def __init__(self, answered: Sequence[PastInquiry], vectors: Vectors) -> None:
        topics = [past.topic_id for past in answered]
        self._means: Mapping[TopicId, Vector] = {
            topic: vectors[[other == topic for other in topics]].mean(axis=0)
            for topic in sorted({topic for topic in topics if topic})
        }

    def nearest(self, vectors: Vectors, *, cut: float) -> TopicId | None:
        """The topic whose inquiries are so close that these would clearly be grouped with them."""
        nearest = self.distances(vectors)[:1]
        return next((topic for distance, topic in nearest if distance <= NEAR * cut), None)

    def distances(self, vectors: Vectors) -> list[tuple[float, TopicId]]:
        """How far each topic's inquiries are from these on average, the nearest first."""
        middle = vectors.mean(axis=0)
        return sorted((1.0 - float(mean @ middle), topic) for topic, mean in self._means.items())


def near_topic(
    members: Sequence[PastInquiry],
    vectors: Vectors,
    known: KnownTopics,
    service: Service,
    *,
    cut: float,
) -> NearTopic | None:
    """Find the topic that a group of unanswered inquiries belongs to, if there is one."""
    said = _said(members)
    topic = said or known.nearest(vectors, cut=cut)
    if topic is None or topic not in service.topics:
        return None
    return NearTopic(
        topic_id=topic,
        evidence=Evidence.AGENTS if said else Evidence.WORDS,
        near_misses=near_misses(members, topic, service),
    )


def _said(members: Sequence[PastInquiry]) -> TopicId | None:
    """The topic that agents gave most of what they gave any reply to."""
    handled = [past for past in members if past.topic_id or past.reply]
    if len(handled) < LEAST_SAID:
        return None
    counts = Counter(past.topic_id for past in handled if past.topic_id)
    topic, count = counts.most_common(1)[0] if counts else (None, 0)
    return topic if count > SAID_SHARE * len(handled) else None


def near_misses(
    members: Sequence[PastInquiry], topic: TopicId, service: Service
) -> tuple[NearMiss, ...]:
    """Which clauses of the topic's templates failed, those first that alone stood in the way."""
    failed: Counter[tuple[TemplateId, str]] = Counter()
    alone: Counter[tuple[TemplateId, str]] = Counter()
    for template in service.templates_of(topic):
        for past in members:
            clauses = past.not_held.get(template.id, ())
            failed.update((template.id, clause) for clause in clauses)
            alone.update((template.id, clause) for clause in clauses if len(clauses) == 1)
    ranked = sorted(failed, key=lambda key: (-alone[key], -failed[key], key))
    return tuple(
        NearMiss(template_id=key[0], clause=key[1], failed=failed[key], alone=alone[key])
        for key in ranked[:SHOWN]
    )
