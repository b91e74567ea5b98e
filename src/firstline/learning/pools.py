"""Pools: small topics share one threshold with their neighbours in the tree."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstline.domain.topics import TopicId, TopicTree

REST = "all other topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    name: str
    topics: tuple[TopicId, ...]


def pool_topics(
    tree: TopicTree, cases: Mapping[TopicId, float], *, minimum: float
) -> tuple[Pool, ...]:
    """Group leaves so that every pool expects at least `minimum` cases.

    A leaf with enough cases stands alone. The others go up the tree together: to the
    nearest ancestor below which the left-over leaves have enough; what is still small
    at the roots becomes one last pool. A topic that was split and still has cases, since
    the model does not know better yet, counts as one of those below it.
    """
    pools: list[Pool] = []
    waiting: dict[TopicId, list[TopicId]] = {}

    def settle(name: str, topics: list[TopicId], parent: TopicId | None) -> list[TopicId]:
        if topics and sum(cases.get(topic, 0) for topic in topics) >= minimum:
            pools.append(Pool(name=name, topics=tuple(topics)))
        elif parent is not None:
            waiting.setdefault(parent, []).extend(topics)
        else:
            return topics
        return []

    rest: list[TopicId] = []
    leaves = {leaf.id for leaf in tree.leaves}
    for topic in reversed(tree.topics):  # children before their parents
        topics = waiting.get(topic.id, [])
        if topic.id in leaves or cases.get(topic.id):
            topics = [*topics, topic.id]
        rest += settle(topic.id, topics, topic.parent)
    if rest:
        pools.append(Pool(name=REST, topics=tuple(rest)))
    return tuple(pools)
