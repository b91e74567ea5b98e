"""What a change would have done to past inquiries: counts, samples, causes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from firstline.domain.changes import PromiseChange, ShareChange
from firstline.domain.decisions import DecisionId
from firstline.domain.facts import FactName
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId


class Change(StrEnum):
    """What a change does to one inquiry."""

    NEWLY_ANSWERED = "newly_answered"
    NO_LONGER_ANSWERED = "no_longer_answered"
    ANSWERED_DIFFERENTLY = "answered_differently"
    OTHERWISE_CHANGED = "otherwise_changed"
    """Agents get other suggestions, or other agents get the inquiry."""
    UNCHANGED = "unchanged"


class LeftOut(StrEnum):
    """Why an inquiry is not replayed."""

    OTHER_MODEL = "other_model"
    """Another model decided, other topics were urgent, or its release is no longer there."""
    FACTS_UNKNOWN = "facts_unknown"
    """It had facts that the service no longer knows, or of another type."""
    PREDICTIONS_CUT = "predictions_cut"
    """The change looks at topics less probable than those that were logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTally:
    """Inquiries that change, by the topic of the reply they get, or else of the one they got."""

    topic_id: TopicId | None
    """`None` for those that get no reply on either side."""
    newly_answered: int
    no_longer_answered: int
    answered_differently: int
    otherwise_changed: int

    @property
    def total(self) -> int:
        answered = self.newly_answered + self.no_longer_answered + self.answered_differently
        return answered + self.otherwise_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTally:
    """How often a template is sent or suggested in the inquiries that change."""

    template_id: TemplateId
    sent_before: int
    sent_after: int
    suggested_before: int
    suggested_after: int

    @property
    def total(self) -> int:
        sent = self.sent_before + self.sent_after
        return sent + self.suggested_before + self.suggested_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    kind: str
    templates: tuple[TemplateId, ...]
    """Sent or suggested, best first."""
    reason: str | None
    """`None` for an automatic reply."""
    probability: float | None
    """Of the first reply being right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    decision_id: DecisionId
    received_at: datetime
    text: str
    """Redacted."""
    facts: Mapping[FactName, str]
    """Those that the changed rules read; an unknown one is shown as `missing`."""
    change: Change
    before: Treatment
    after: Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordedSample:
    decision_id: DecisionId
    received_at: datetime
    text: str
    """Redacted."""
    template_id: TemplateId
    language: str
    """Of the reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """Inquiries that get the same automatic reply in other words."""

    inquiries: int = 0
    samples: tuple[RewordedSample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A changed template; or a topic, where its mode, its threshold or several templates differ."""

    template_id: TemplateId | None
    topic_id: TopicId | None
    """Set where no single template is the cause; `None` as well where no topic is known."""
    newly_answered: int
    no_longer_answered: int
    coverage: float
    """Its part in the difference of coverage; the parts add up."""
    precision: float
    """Its part in the difference of expected precision, likewise; 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    inquiries: int
    """That were replayed."""
    left_out: Mapping[LeftOut, int]
    first_received: datetime
    last_received: datetime
    decided_anew: int
    """The change touches none of the others."""
    flips: tuple[DecisionId, ...]
    """Decided anew without the change, these come out otherwise: a bug, or another machine."""
    counts: Mapping[Change, int]
    coverage: ShareChange
    expected_precision_before: float | None
    """Mean calibrated probability of the automatic replies; `None` where there are none."""
    expected_precision_after: float | None
    topics: tuple[TopicTally, ...]
    """Those of which some inquiry changes, most first."""
    templates: tuple[TemplateTally, ...]
    promises: tuple[PromiseChange, ...]
    causes: tuple[Cause, ...]
    """What has part in the change of coverage and of expected precision, the costliest first."""
    samples: tuple[Sample, ...]
    reworded: Reworded = field(default_factory=Reworded)
    """Inquiries of which only the text of the reply changes; `counts` has them as unchanged."""

    @property
    def changed(self) -> int:
        return sum(n for change, n in self.counts.items() if change is not Change.UNCHANGED)

    @property
    def precision_difference(self) -> float | None:
        before, after = self.expected_precision_before, self.expected_precision_after
        return None if before is None or after is None else after - before
