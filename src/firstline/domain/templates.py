"""Templates: approved replies, each guarded by a rule over the facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from firstline.domain.topics import TopicId

TemplateId = NewType("TemplateId", str)
Language = NewType("Language", str)
"""An ISO 639-1 code such as `en`."""

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


class TemplateAct(StrEnum):
    """What a reply does; a message that only says thanks gets no substantive reply."""

    ANSWER = "answer"
    """Substantive: it presumes a question or a complaint."""
    COURTESY = "courtesy"
    """Fits thanks, compliments and greetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateExample:
    """An order, written down by a specialist with what the template's rule must make of it."""

    gets_it: bool
    """Whether the rule must be true of these facts."""
    facts: Mapping[str, object]
    """As JSON values, to be read with the service's fact schema; those left out are unknown."""
    because: str = ""
    received_at: datetime | None = None
    """When the inquiry came in; needed where the rule asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    id: TemplateId
    topics: tuple[TopicId, ...]
    """The topics it answers."""
    texts: Mapping[Language, str]
    """Language → text with `{{ fact_name }}` placeholders."""
    rule: str
    """What must hold of the facts, in the rule language; `always` if nothing must."""
    act: TemplateAct = TemplateAct.ANSWER
    equivalents: tuple[TemplateId, ...] = ()
    """Where an agent sent one of these, this one is as right."""
    examples: tuple[TemplateExample, ...] = ()
    """Its rule's own tests: content that breaks one may not go live."""

    def is_as_right_as(self, other: TemplateId | None) -> bool:
        """Whether sending this one counts as right where an agent sent `other`."""
        return other == self.id or other in self.equivalents


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the facts that a text needs, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))
