"""A release topic by topic, and promise by promise."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.scorecards import TopicScore
from firstline.domain.topics import Line, Topic, TopicId
from firstline.panel.releases.words import pool
from firstline.panel.tags import percent
from firstline.panel.training.words import bound_words, promise_words
from firstline.release.records import Release


def pool_title(found: Release, name: str) -> str:
    """Name a topic, or the node at which topics were pooled, as people do."""
    topics = found.service.topics
    return topics[TopicId(name)].name if name in topics else pool(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow:
    name: str
    title: str
    topics: int
    threshold: str
    evidence: str
    promise: str
    is_proven: bool


def pool_row(found: Release, guarantee: PrecisionGuarantee) -> PoolRow:
    is_proven = guarantee.threshold is not None
    return PoolRow(
        name=guarantee.name,
        title=pool_title(found, guarantee.name),
        topics=len(guarantee.topics),
        threshold=f"{guarantee.threshold:.2f}" if guarantee.threshold is not None else "–",
        evidence=_("%(right)s of %(answered)s right, of %(cases)s cases")
        % {
            "right": f"{guarantee.right:,}",
            "answered": f"{guarantee.answered:,}",
            "cases": f"{guarantee.cases:,}",
        },
        promise=promise_words(guarantee),
        is_proven=is_proven,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    topic: Topic
    score: TopicScore
    accuracy: str
    accuracy_words: str
    precision: str
    precision_words: str
    promise: str


TOPIC_ORDERS = {
    "cases": lambda row: -row.score.cases,
    "name": lambda row: row.topic.name.casefold(),
    "accuracy": lambda row: row.score.accuracy.value,
    "answered": lambda row: row.score.answered,
    "precision": lambda row: row.score.precision.value,
}


def topic_rows(found: Release) -> list[TopicRow]:
    if found.scorecard is None:
        return []
    return [_topic_row(found, score) for score in found.scorecard.topics]


def _topic_row(found: Release, score: TopicScore) -> TopicRow:
    accuracy, precision = score.accuracy, score.precision
    topic = found.service.topics[score.topic_id]
    return TopicRow(
        topic=topic,
        score=score,
        accuracy=percent(accuracy.value) if accuracy.of else "–",
        accuracy_words=bound_words(accuracy),
        precision=percent(precision.value) if precision.of else "–",
        precision_words=bound_words(precision),
        promise=_promise(topic, score, found.thresholds.of(topic.id)),
    )


def _promise(topic: Topic, score: TopicScore, guarantee: PrecisionGuarantee | None) -> str:
    """Say what is promised of a topic; a pool keeps its promise for all of its topics together."""
    if topic.line is Line.EXPERT or guarantee is None:
        return _("no promise: experts answer")
    if score.is_never_found:
        return _("no promise: none of its inquiries is found")
    others = len(guarantee.topics) - 1
    if not others:
        return promise_words(guarantee)
    if guarantee.threshold is not None:
        words = ngettext(
            "proven only together with %(n)s other topic",
            "proven only together with %(n)s other topics",
            others,
        )
        return words % {"n": others}
    words = ngettext(
        "together with %(n)s other topic: %(promise)s",
        "together with %(n)s other topics: %(promise)s",
        others,
    )
    return words % {"n": others, "promise": promise_words(guarantee)}
