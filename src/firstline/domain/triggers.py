"""Triggers: words and facts at which a person answers, however sure a reply would be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NewType

from firstline.domain.templates import Language
from firstline.domain.topics import Line

TriggerId = NewType("TriggerId", str)

ALWAYS = "always"
"""The rule that asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    id: TriggerId
    name: str
    """For people: it says in a word why one of them answers."""
    words: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    """Words and phrases of which a message must have one; without any, no words matter.

    All languages are looked for in every message: customers mix them, and of a short message
    nobody can tell which one it is in.
    """
    rule: str = ALWAYS
    """What must hold of the facts besides; unknown is not enough."""
    line: Line = Line.FIRST

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(word for words in self.words.values() for word in words)


def in_order_of_urgency(triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    """Put those of the expert line first; of those that hold, the first one decides."""
    return tuple(sorted(triggers, key=lambda trigger: trigger.line is not Line.EXPERT))
