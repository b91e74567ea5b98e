"""What rests on a template: what else names it, and what would have no reply without it."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import Topic
from firstline.release.records import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    equivalent_of: Sequence[Template] = ()
    """Templates that count it as right where it was sent."""
    only_of: Sequence[Topic] = ()
    """Topics that have no other template."""
    messages: Sequence[str] = ()
    """Of example customers, who get it."""
    examples: int = 0
    """Its own, which go with it."""

    @property
    def count(self) -> int:
        return len(self.equivalent_of) + len(self.messages)


def uses_of(template_id: TemplateId, service: Service, live: Release) -> Uses:
    known = {template.id: template for template in service.templates}
    own = known.get(template_id)
    topics = own.topics if own else ()
    return Uses(
        equivalent_of=[t for t in service.templates if template_id in t.equivalents],
        only_of=[service.topics[t] for t in topics if len(service.templates_of(t)) == 1],
        messages=[case.text for case in live.golden.cases if template_id in case.template_ids],
        examples=len(own.examples) if own else 0,
    )
