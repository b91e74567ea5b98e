"""Traces: why a decision is what it is, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.sentiments import Sentiment
from firstline.domain.templates import Language, TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.triggers import TriggerId


class MessageAct(StrEnum):
    """What a message does, found without a model."""

    SUBSTANCE = "substance"
    EMPTY = "empty"
    GREETING = "greeting"
    THANKS = "thanks"
    AUTO_RESPONDER = "auto_responder"
    ASKS_FOR_PERSON = "asks_for_person"
    ABUSE = "abuse"


class Join(StrEnum):
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition of a rule with its truth and the facts it saw."""

    text: str
    holds: bool | None
    """`None` is unknown: a fact was missing. Unknown never makes a rule true."""
    seen: Mapping[str, str] = field(default_factory=dict)
    """Fact name → value as text; an unknown one is shown as `missing`."""
    join: Join | None = None
    """Set where this is a group: how its parts are joined."""
    parts: tuple["Clause", ...] = ()


class CandidateStatus(StrEnum):
    MATCHED = "matched"
    NOT_MATCHED = "not_matched"
    DROPPED = "dropped"


class DropReason(StrEnum):
    NOT_IN_LANGUAGE = "not_in_language"
    PLACEHOLDER_MISSING = "placeholder_missing"
    ACT_MISMATCH = "act_mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTrace:
    template_id: TemplateId
    topic_id: TopicId
    status: CandidateStatus
    dropped_because: DropReason | None = None
    detail: str = ""
    """For a dropped one: what was missing."""
    probability: float
    """P(topic) × usage, what it is ranked by; 0 where the rule does not hold."""
    rule: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerTrace:
    """A trigger that the inquiry has set off."""

    trigger_id: TriggerId
    name: str
    line: Line
    words: tuple[str, ...] = ()
    """Those of its list that the message has, as the list writes them."""
    rule: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    topic_id: TopicId
    probability: float
    """Calibrated."""
    likeness: float = 0.0
    """How like the message is to those the topic was learnt from: a cosine, at most 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardFinding:
    """What one guard said before any model was asked, or after."""

    guard: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    release: str
    """Digest of the release that decided."""
    fingerprint: str
    """Runtime and kind of CPU: the same release gives the same bits only on the same kind."""
    language: Language
    act: MessageAct
    guards: tuple[GuardFinding, ...]
    triggers: tuple[TriggerTrace, ...] = ()
    """All that were set off, the one that decides first."""
    sentiment: Sentiment | None = None
    """`None` where the release has not learnt it for the language."""
    predictions: tuple[Prediction, ...] = ()
    """The most probable topics, best first."""
    expert_probability: float = 0.0
    expert_threshold: float = 1.0
    candidates: tuple[CandidateTrace, ...] = ()
    """Templates of the probable topics, best first."""
    rightness: float | None = None
    """Probability that the best candidate is right, which is what meets the threshold."""
    guarantee: PrecisionGuarantee | None = None
    """The promise behind the best candidate's threshold."""
