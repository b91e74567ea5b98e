"""Names beside ids: a template is known to people by the topics that it answers."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from firstline.analysis.comparison import Comparison
from firstline.domain.errors import ReleaseError
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.panel.services.live import release_of
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    topics: Mapping[TopicId, str] = field(default_factory=dict)
    templates: Mapping[TemplateId, str] = field(default_factory=dict)
    """Topics that it answers."""


def names_for(service: HostedService, comparison: Comparison) -> Names:
    """Take names from both releases; where they differ, the new one's."""
    contents = [
        content
        for side in (comparison.old, comparison.new)
        for content in _content(service, side.digest)
    ]
    return Names(
        topics={topic.id: topic.name for content in contents for topic in content.topics},
        templates={
            template.id: ", ".join(content.topics[topic].name for topic in template.topics)
            for content in contents
            for template in content.templates
        },
    )


def _content(service: HostedService, digest: str) -> Iterator[Service]:
    with suppress(ReleaseError):  # an operator may delete old releases
        yield release_of(service, digest).service
