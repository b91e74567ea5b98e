"""A change of the tree: the items it touches, and what people should know before saving."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from firstline.domain.errors import FirstlineError
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.domain.topics import Mode, Topic, TopicId
from firstline.panel.content.models import Kind
from firstline.workspace.items import template_item, topic_item

ItemKey: TypeAlias = tuple[Kind, str]


class TopicChangeRefused(FirstlineError):
    """The topic tree cannot be changed in this way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    items: Mapping[ItemKey, Any]
    """As they will be; `None` removes one."""
    notes: tuple[str, ...] = ()
    shows: TopicId | None
    """The topic to look at when it is saved; `None`: the tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The content that is edited, and which of its topics the live model finds."""

    service: Service
    found: frozenset[TopicId]

    def topic(self, topic_id: str) -> Topic:
        """Return a topic.

        Raises:
            TopicChangeRefused: there is none of this id.
        """
        topics = self.service.topics
        if topic_id not in topics:
            raise TopicChangeRefused(f"there is no topic `{topic_id[:80]}` any more")
        return topics[TopicId(topic_id)]

    def leaf(self, topic_id: str) -> Topic:
        topic = self.topic(topic_id)
        if self.service.topics.children(topic.id):
            raise TopicChangeRefused(f"`{topic.name}` has topics below it; choose one of those")
        return topic

    def only_for(self, topic_id: TopicId) -> list[Template]:
        """The templates that answer nothing else."""
        return [t for t in self.service.templates_of(topic_id) if set(t.topics) == {topic_id}]


def as_topic(topic: Topic) -> tuple[ItemKey, Any]:
    return (Kind.TOPIC, topic.id), topic_item(topic)


def gone(topic: Topic) -> tuple[ItemKey, Any]:
    return (Kind.TOPIC, topic.id), None


def answering(template: Template, topics: tuple[TopicId, ...]) -> tuple[ItemKey, Any]:
    """Let a template answer these topics, each once."""
    moved = replace(template, topics=tuple(dict.fromkeys(topics)))
    return (Kind.TEMPLATE, template.id), template_item(moved)


def on_rung(topic: Topic, mode: Mode) -> tuple[ItemKey, Any]:
    return as_topic(replace(topic, mode=mode))
