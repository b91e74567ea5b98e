"""Discover: from what was not answered to drafts of topics, templates and rules."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firstline.analysis.bounds import upper_bound
from firstline.analysis.discovery.clusters import Cluster, Discovery
from firstline.analysis.discovery.grouping import (
    ALONE,
    Groups,
    grouped,
    learnt_share,
    nearest_to_centre,
    scale_of,
)
from firstline.analysis.discovery.keywords import keywords
from firstline.analysis.discovery.near_topics import KnownTopics, NearTopic, near_topic
from firstline.analysis.discovery.past import PastInquiry
from firstline.analysis.discovery.proposals import answered, proposals
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.inference.vectors import Vectors
from firstline.text import LanguageDetector

LEAST = 10
MESSAGES = 4
OF_EACH_TOPIC = 200  # answered inquiries, to compare with
_NEARLY_THE_SAME = 0.95  # cosine
_WORD = re.compile(r"[a-z0-9]+")


def discover(
    past: Sequence[PastInquiry],
    service: Service,
    encode: Callable[[Sequence[str]], Vectors],
    *,
    least: int = LEAST,
) -> Discovery:
    """Group what was not answered, and draft content for each group.

    Args:
        past: all inquiries of a period, at least one.
        service: the content as it is now.
        encode: the service's encoder.
        least: smallest group to report.
    """
    unanswered = [p for p in past if p.is_open]
    known = list(_some_of_each_topic(past))
    texts = [p.inquiry.text for p in (*unanswered, *known)]
    names = [topic.name for topic in service.topics.leaves]
    vectors, of_names = np.split(encode([*texts, *names]), [len(texts)])
    opened, others = np.split(vectors, [len(unanswered)])
    scale = scale_of(vectors, of_names)
    cut = scale * learnt_share(others, [str(p.topic_id) for p in known], scale=scale)
    groups = grouped(opened, cut=cut, least=least)
    finder = _Finder(
        service=service,
        topics=KnownTopics(known, others),
        detector=LanguageDetector(),
        cut=cut,
        inquiries=len(past),
    )
    nobody = np.full(len(known) + len(names), ALONE)
    terms = keywords([*texts, *names], np.concatenate([groups, nobody]))
    return Discovery(
        inquiries=len(past),
        unanswered=len(unanswered),
        first_received=min(p.inquiry.received_at for p in past),
        last_received=max(p.inquiry.received_at for p in past),
        clusters=tuple(finder.clusters(unanswered, opened, groups, terms)),
    )


def _some_of_each_topic(past: Sequence[PastInquiry]) -> Iterator[PastInquiry]:
    taken: Counter[TopicId] = Counter()
    for inquiry in past:
        if not inquiry.is_open and inquiry.topic_id and taken[inquiry.topic_id] < OF_EACH_TOPIC:
            taken[inquiry.topic_id] += 1
            yield inquiry


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    service: Service
    topics: KnownTopics
    detector: LanguageDetector
    cut: float
    inquiries: int

    def clusters(
        self,
        unanswered: Sequence[PastInquiry],
        vectors: Vectors,
        groups: Groups,
        terms: Sequence[tuple[str, ...]],
    ) -> Iterator[Cluster]:
        taken = {str(topic.id) for topic in self.service.topics}
        for group, words in enumerate(terms):
            places = np.flatnonzero(groups == group).tolist()
            order = nearest_to_centre(vectors, places)
            members, rows = [unanswered[place] for place in order], vectors[order]
            near = near_topic(members, rows, self.topics, self.service, cut=self.cut)
            name = _new_name(words, taken)
            taken.add(name)
            yield self._cluster(members, rows, words, near, name)

    def _cluster(
        self,
        members: Sequence[PastInquiry],
        vectors: Vectors,
        words: tuple[str, ...],
        near: NearTopic | None,
        new_name: str,
    ) -> Cluster:
        topic_id = near.topic_id if near else TopicId(new_name)
        replied = answered(members, self.service, self.detector)
        replies, covered = (
            proposals(members, replied, self.service, stem=new_name)
            if replied
            else ((), np.zeros(len(members), dtype=bool))
        )
        covers = int(covered.sum())
        times = [past.inquiry.received_at for past in members]
        return Cluster(
            topic_id=topic_id,
            name=self.service.topics[topic_id].name if near else _name(words, topic_id),
            keywords=words,
            messages=_distinct(members, vectors),
            inquiries=tuple(past.inquiry.id for past in members),
            first_received=min(times),
            last_received=max(times),
            belongs_to=near,
            answered_by_agents=sum(bool(past.reply or past.template_id) for past in members),
            replies=replies,
            covers=covers,
            coverage=covers / self.inquiries,
            coverage_at_most=upper_bound(covers, self.inquiries, self.service.policy.delta),
        )


def _distinct(members: Sequence[PastInquiry], vectors: Vectors) -> tuple[str, ...]:
    """The first few messages that are not almost one of those before."""
    chosen: list[int] = []
    for place in range(len(members)):
        if all(vectors[place] @ vectors[other] < _NEARLY_THE_SAME for other in chosen):
            chosen.append(place)
        if len(chosen) == MESSAGES:
            break
    return tuple(members[place].inquiry.text for place in chosen)


def _new_name(words: Sequence[str], taken: set[str]) -> str:
    """Make an id of keywords, where they are in Latin letters."""
    parts = _WORD.findall(" ".join(words[:2]))
    stem = "_".join(dict.fromkeys(parts)) or "new_topic"
    numbered = (stem if number == 1 else f"{stem}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def _name(words: Sequence[str], topic_id: TopicId) -> str:
    text = ", ".join(words[:3]) or topic_id.replace("_", " ")
    return text[0].upper() + text[1:]
