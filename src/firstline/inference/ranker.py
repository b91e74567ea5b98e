"""The reply ranker: how probable it is that a template is the right reply."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId

UNSEEN = 0.5  # a template nobody has used yet: neither trusted nor shut out


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRanker:
    usage: Mapping[TopicId, Mapping[TemplateId, float]]
    """Share of a topic's inquiries on which agents chose the template when its rule held."""

    def usage_of(self, template_id: TemplateId, topic_id: TopicId) -> float:
        return self.usage.get(topic_id, {}).get(template_id, UNSEEN)
