"""What a row is about and what was sent, and the one from the other where it is certain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from firstline.domain.facts import did_you_mean
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.learning.corpus.reports import RejectedRow, RejectReason

Labels: TypeAlias = tuple[TopicId | None, TemplateId | None]
Relabel: TypeAlias = Callable[[str, str], str]
"""A row's topic and template → the topic it shall count for."""


def as_recorded(topic: str, _template: str) -> str:
    return topic


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReader:
    leaves: Mapping[str, TopicId]
    """What an inquiry can be about."""
    templates: Mapping[str, TemplateId]
    topic_of: Mapping[str, TopicId]
    """Template → its topic, for templates that answer exactly one."""
    template_of: Mapping[str, TemplateId]
    """Topic → its only template; empty where the file itself says what was sent."""

    def read(self, topic: str, template: str) -> Labels:
        """Find the ids; an empty text is an unknown label.

        Raises:
            RejectedRow: the service has no such topic or template.
        """
        if topic and topic not in self.leaves:
            detail = f"no inquiry can be about `{topic[:80]}`{did_you_mean(topic, self.leaves)}"
            raise RejectedRow(RejectReason.UNKNOWN_TOPIC, detail)
        if template and template not in self.templates:
            hint = did_you_mean(template, self.templates)
            detail = f"there is no template `{template[:80]}`{hint}"
            raise RejectedRow(RejectReason.UNKNOWN_TEMPLATE, detail)
        return (
            self.leaves[topic] if topic else self.topic_of.get(template),
            self.templates[template] if template else self.template_of.get(topic),
        )


def label_reader(service: Service, *, file_says_what_was_sent: bool) -> LabelReader:
    return LabelReader(
        leaves={str(topic.id): topic.id for topic in service.topics.leaves},
        templates={str(template.id): template.id for template in service.templates},
        topic_of={str(t.id): t.topics[0] for t in service.templates if len(t.topics) == 1},
        template_of={} if file_says_what_was_sent else _only_templates(service),
    )


def _only_templates(service: Service) -> dict[str, TemplateId]:
    templates: dict[str, list[TemplateId]] = {}
    for template in service.templates:
        for topic_id in template.topics:
            templates.setdefault(str(topic_id), []).append(template.id)
    return {topic_id: ids[0] for topic_id, ids in templates.items() if len(ids) == 1}
