"""What a change does to the guarantee: thresholds with their evidence, before and after."""

from collections.abc import Iterator, Mapping

from firstline.domain.changes import PromiseChange
from firstline.domain.guarantees import PrecisionGuarantee, Thresholds
from firstline.domain.topics import TopicId


def promise_changes(before: Thresholds, after: Thresholds) -> tuple[PromiseChange, ...]:
    """List the promises that differ in their threshold or in its evidence."""
    return tuple(
        PromiseChange(topics=topics, before=old, after=new)
        for topics, (old, new) in _shared(before, after)
        if old != new
    )


def _shared(
    before: Thresholds, after: Thresholds
) -> Iterator[
    tuple[tuple[TopicId, ...], tuple[PrecisionGuarantee | None, PrecisionGuarantee | None]]
]:
    topics: Mapping[TopicId, None] = dict.fromkeys(
        topic for side in (before, after) for pool in side.precision for topic in pool.topics
    )
    pairs = {topic: (before.of(topic), after.of(topic)) for topic in topics}
    for names in {_names(pair): None for pair in pairs.values()}:
        members = tuple(topic for topic in topics if _names(pairs[topic]) == names)
        yield members, pairs[members[0]]


def _names(pair: tuple[PrecisionGuarantee | None, ...]) -> tuple[str | None, ...]:
    return tuple(pool.name if pool else None for pool in pair)
