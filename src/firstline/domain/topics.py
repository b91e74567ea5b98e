"""Topics: what an inquiry can be about, as a tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

TopicId = NewType("TopicId", str)


class Line(StrEnum):
    FIRST = "first"
    EXPERT = "expert"
    """Urgent or delicate topics; people trained for them answer."""


class Mode(StrEnum):
    """The ladder a topic climbs; `auto` opens only when its evidence passes."""

    OFF = "off"
    SHADOW = "shadow"
    """Decide and record, but leave the inquiry to people."""
    SUGGEST = "suggest"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: TopicId
    name: str
    description: str = ""
    line: Line = Line.FIRST
    mode: Mode = Mode.AUTO
    """The highest rung that people allow."""
    parent: TopicId | None = None


@dataclass(frozen=True, slots=True)
class TopicTree:
    """All topics of a service, parents before their children."""

    topics: tuple[Topic, ...]
    _by_id: dict[TopicId, Topic] = field(init=False, repr=False, compare=False)
    leaves: tuple[Topic, ...] = field(init=False, repr=False, compare=False)
    _children: Mapping[TopicId | None, list[Topic]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {topic.id: topic for topic in self.topics}
        children: dict[TopicId | None, list[Topic]] = {}
        for topic in self.topics:
            children.setdefault(topic.parent, []).append(topic)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_children", children)
        object.__setattr__(self, "leaves", tuple(t for t in self.topics if t.id not in children))

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def __getitem__(self, topic_id: TopicId) -> Topic:
        return self._by_id[topic_id]

    def __contains__(self, topic_id: object) -> bool:
        return topic_id in self._by_id

    def path(self, topic_id: TopicId) -> tuple[TopicId, ...]:
        """The ids from the root down to this topic."""
        topic = self._by_id[topic_id]
        return (*self.path(topic.parent), topic.id) if topic.parent else (topic.id,)

    def children(self, topic_id: TopicId | None) -> tuple[Topic, ...]:
        """The topics right below one; the roots below `None`."""
        return tuple(self._children.get(topic_id, ()))

    def below(self, topic_id: TopicId) -> Iterator[TopicId]:
        """The ids of a topic and of all below it, each before its own."""
        yield topic_id
        for child in self.children(topic_id):
            yield from self.below(child.id)

    def expert_leaves(self) -> tuple[TopicId, ...]:
        return tuple(topic.id for topic in self.leaves if topic.line is Line.EXPERT)
