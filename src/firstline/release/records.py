"""What a release holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from firstline.domain.examples import ExampleCustomer
from firstline.domain.guarantees import Thresholds
from firstline.domain.model_parts import PartChoice
from firstline.domain.scorecards import Scorecard
from firstline.domain.services import Service
from firstline.inference.classifier import TopicClassifier
from firstline.inference.likeness import TopicLikeness
from firstline.inference.ranker import ReplyRanker
from firstline.inference.rightness import UNTAUGHT, Rightness
from firstline.inference.sentiment import SentimentHead

UNPUBLISHED = "unpublished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The part that training makes; it changes when people retrain."""

    encoder: str
    encoder_sha256: Mapping[str, str]
    encoder_base: str | None = None
    """The registered encoder that it was tuned from, if it was."""
    classifier: TopicClassifier
    ranker: ReplyRanker
    likeness: TopicLikeness
    rightness: Rightness = UNTAUGHT
    sentiment: SentimentHead | None = None
    """`None` where none of the service's languages has seeds to learn it from."""
    parts: tuple[PartChoice, ...] = ()
    """What the classifier is made of, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """A message and the decision that a fresh engine must give, or it may not go live."""

    text: str
    facts: Mapping[str, object]
    received_at: datetime
    kind: str
    template_ids: tuple[str, ...]
    probability: float
    """Of the first reply; compared to the bit, so 0.0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenSet:
    cases: tuple[GoldenCase, ...] = ()
    fingerprint: str = ""
    """Where the decisions were computed; probabilities are compared only where it is equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    model: Model
    service: Service
    """The content part; it changes when specialists edit, without training."""
    thresholds: Thresholds
    """Computed anew for every pair of model and content."""
    scorecard: Scorecard | None = None
    examples: tuple[ExampleCustomer, ...] = ()
    golden: GoldenSet = GoldenSet()
    digest: str = UNPUBLISHED
