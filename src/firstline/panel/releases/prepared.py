"""What the preparing of a draft has found out, as far as it is; plain data in its job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from firstline.domain.changes import PromiseChange
from firstline.domain.impacts import Change, Impact

PERIODS = (7, 30, 90)
"""Days of past traffic that an impact is shown for."""
JUDGED = 30
"""The period that the gate goes by: every weekday four times, and still of now."""
COUNTED = tuple(change.value for change in Change if change is not Change.UNCHANGED)
"""Kinds of change that topics are counted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order on which something can be seen."""

    facts: Mapping[str, str]
    received_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEffect:
    """What an edited rule means beside the live one."""

    template: str
    added: Order | None = None
    """It is sent to this one and was not."""
    removed: Order | None = None
    """It was sent to this one and is not."""
    undecided: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        return not (self.added or self.removed or self.undecided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Of proofs about one topic."""

    kind: str
    severity: str
    topic: str
    templates: tuple[str, ...]
    example: Order | None = None
    not_decided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    """Those that the live content has, and the draft repairs."""
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The effect on one period of past traffic; or why there is none to show."""

    impact: Impact | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Each part is there once it is known."""

    examples_broken: str | None = None
    """What the rules made of the specialists' examples; empty where all hold."""
    effects: tuple[RuleEffect, ...] | None = None
    proofs: Proofs | None = None
    outlooks: Mapping[int, Outlook] = field(default_factory=dict)
    """Days → the effect on them."""
    is_rehearsed: bool = False
    """Whether past traffic is a history that the live release rehearsed on."""
    promises: tuple[PromiseChange, ...] | None = None
    """Those that change; before they are known, the thresholds of now are assumed."""
    needs_training: str = ""
    """Why the live model cannot go with this content."""
    release: str = ""
    """Digest, once it is written."""

    def outlook(self, days: int) -> Outlook | None:
        return self.outlooks.get(days)

    @property
    def judged(self) -> Impact | None:
        outlook = self.outlooks.get(JUDGED)
        return outlook.impact if outlook else None


PREPARED = TypeAdapter(Prepared)


def prepared_of(result: Mapping[str, Any] | None) -> Prepared:
    return PREPARED.validate_python(result or {})
