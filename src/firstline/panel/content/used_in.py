"""What rests on a template: what else names it, and what would have no reply without it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstline.domain.services import Service
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import Topic
from firstline.panel.content.orders import customers
from firstline.release.records import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    text: str
    order: str
    """Key of the order to try it on; empty where the release no longer has that customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    equivalent_of: Sequence[Template] = ()
    """Templates that count it as right where it was sent."""
    only_of: Sequence[Topic] = ()
    """Topics that have no other template."""
    messages: Sequence[Message] = ()
    """Of example customers, who get it."""
    examples: int = 0
    """Its own, which go with it."""

    @property
    def count(self) -> int:
        return len(self.equivalent_of) + len(self.only_of) + len(self.messages)


def uses_of(template_id: TemplateId, service: Service, live: Release) -> Uses:
    known = {template.id: template for template in service.templates}
    own = known.get(template_id)
    topics = own.topics if own else ()
    return Uses(
        equivalent_of=[t for t in service.templates if template_id in t.equivalents],
        only_of=[service.topics[t] for t in topics if len(service.templates_of(t)) == 1],
        messages=list(_messages_that_get(template_id, live)),
        examples=len(own.examples) if own else 0,
    )


def _messages_that_get(template_id: TemplateId, live: Release) -> Iterator[Message]:
    keys = {
        (text, order.inquiry.received_at): key
        for order in customers(live)
        for key, text in order.choices
    }
    for case in live.golden.cases:
        if template_id in case.template_ids:
            yield Message(text=case.text, order=keys.get((case.text, case.received_at), ""))


def use_counts(service: Service, live: Release) -> Counter[str]:
    """Count for every template at once what `uses_of` lists for one."""
    counts: Counter[str] = Counter(name for t in service.templates for name in t.equivalents)
    counts.update(name for case in live.golden.cases for name in set(case.template_ids))
    answered = {topic for template in service.templates for topic in template.topics}
    for topic in answered:
        if len(own := service.templates_of(topic)) == 1:
            counts[own[0].id] += 1
    return counts
