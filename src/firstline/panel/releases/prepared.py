"""What the preparing of a draft has found out, as far as it is; plain data in its job.

The records of impact are those of `analysis.replay`, without what no page shows, so that pages
need not load what computes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from firstline.domain.changes import PromiseChange, ShareChange

PERIODS = (7, 30, 90)
"""Days of past traffic that an impact is shown for."""
JUDGED = 30
"""The period that the gate goes by: every weekday four times, and still of now."""
FIRST_SHOWN = 3
"""Inquiries of each kind of change on the page of the draft; the others have their own."""
UNCHANGED = "unchanged"
REWORDED = "reworded"
COUNTED = ("newly_answered", "no_longer_answered", "answered_differently", "otherwise_changed")
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
class TopicTally:
    topic_id: str | None
    newly_answered: int
    no_longer_answered: int
    answered_differently: int
    otherwise_changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    kind: str
    templates: tuple[str, ...]
    reason: str | None
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    decision_id: str
    received_at: datetime
    text: str
    facts: Mapping[str, str]
    change: str
    before: Treatment
    after: Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordedSample:
    decision_id: str
    received_at: datetime
    text: str
    template_id: str
    language: str

    @property
    def change(self) -> str:
        return REWORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    inquiries: int = 0
    samples: tuple[RewordedSample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    template_id: str | None
    topic_id: str | None
    newly_answered: int
    no_longer_answered: int
    coverage: float
    precision: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    inquiries: int
    left_out: Mapping[str, int]
    first_received: datetime
    last_received: datetime
    counts: Mapping[str, int]
    coverage: ShareChange
    expected_precision_before: float | None
    expected_precision_after: float | None
    topics: tuple[TopicTally, ...]
    samples: tuple[Sample, ...]
    causes: tuple[Cause, ...]
    reworded: Reworded = field(default_factory=Reworded)
    """Same reply, other words."""

    @property
    def kinds(self) -> Mapping[str, int]:
        """What changes, and for how many inquiries; without what changes for none."""
        counts = {kind: n for kind, n in self.counts.items() if kind != UNCHANGED}
        counts[REWORDED] = self.reworded.inquiries
        return {kind: n for kind, n in counts.items() if n}

    @property
    def shown(self) -> Sequence[Sample | RewordedSample]:
        """Those that can be looked at."""
        return (*self.samples, *self.reworded.samples)

    @property
    def first_shown(self) -> Sequence[Sample | RewordedSample]:
        """A few of each kind."""
        return [
            sample
            for kind in self.kinds
            for sample in [each for each in self.shown if each.change == kind][:FIRST_SHOWN]
        ]

    @property
    def changed(self) -> int:
        return sum(count for kind, count in self.counts.items() if kind != UNCHANGED)

    @property
    def precision_difference(self) -> float | None:
        before, after = self.expected_precision_before, self.expected_precision_after
        return None if before is None or after is None else after - before


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
