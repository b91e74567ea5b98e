"""Pauses: automatic replies that people have stopped for now."""

from dataclasses import dataclass
from datetime import datetime

from firstline.domain.topics import TopicId, TopicTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    topic: TopicId | None = None
    """It and all below it; `None`: the whole service."""
    since: datetime
    by: str
    """Who to ask, as the person is called where it was pressed."""
    why: str = ""

    def stops(self, topic_id: TopicId, topics: TopicTree) -> bool:
        return self.topic is None or self.topic in topics.path(topic_id)
