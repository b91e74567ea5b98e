"""What an agent sees of a customer's facts beside the conversation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import template

from firstline.panel.conversations.lookups import last_lookup
from firstline.panel.conversations.models import Conversation
from firstline.panel.customer_data.looking_up import source_of
from firstline.panel.customer_data.mapping import MAPPING

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    name: str
    value: object
    why_unknown: str
    """The reason why it could not be looked up."""
    is_looked_up: bool
    may_update: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFacts:
    facts: tuple[ShownFact, ...]
    looked_up_at: datetime | None
    has_source: bool


@register.simple_tag
def facts_of(conversation: Conversation) -> ShownFacts:
    source, lookup = source_of(conversation.service_id), last_lookup(conversation)
    mapping = MAPPING.validate_python(source.fields) if source else {}
    updatable = frozenset(name for name, mapped in mapping.items() if mapped.may_update)
    return ShownFacts(
        facts=tuple(_shown(conversation, updatable)),
        looked_up_at=lookup.at if lookup else None,
        has_source=source is not None,
    )


def _shown(conversation: Conversation, updatable: frozenset[str]) -> Iterator[ShownFact]:
    lookup = last_lookup(conversation)
    looked_up, unknown = (lookup.facts, lookup.unknown) if lookup else ({}, {})
    known = {**conversation.facts, **looked_up}
    for name in dict.fromkeys((*known, *unknown)):
        yield ShownFact(
            name=name,
            value=known.get(name),
            why_unknown=unknown.get(name, ""),
            is_looked_up=name in looked_up,
            may_update=name in updatable,
        )
