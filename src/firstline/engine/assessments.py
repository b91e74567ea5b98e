"""Assessment: all that a decision rests on, but for the thresholds.

Calibration computes assessments of labelled cases once and then chooses thresholds
over them; answering computes one and decides. Both see the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from firstline.domain.policy import Policy
from firstline.domain.sentiments import Sentiment
from firstline.domain.templates import Language
from firstline.domain.traces import CandidateTrace, Prediction
from firstline.engine.candidates import CandidateFinder, matched
from firstline.engine.reading import Reading
from firstline.inference.rightness import Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    reading: Reading
    language: Language
    """Of the message, or the service's default where it has no templates in it."""
    sentiment: Sentiment | None = None
    predictions: tuple[Prediction, ...] = ()
    """The best few topics and all that have any mass; empty where a guard escalated."""
    expert_probability: float = 0.0
    """Sum over the topics of the expert line; 0 for a message that only thanks or greets."""
    candidates: tuple[CandidateTrace, ...] = ()
    rightness: float | None = None
    """Probability that the best candidate is right; `None` where there is none."""

    @property
    def best(self) -> CandidateTrace | None:
        return next(matched(self.candidates), None)

    def is_upset(self, policy: Policy) -> bool:
        """Whether the customer sounds so negative that a person should answer."""
        limit = policy.upset_to_person
        if limit is None or self.sentiment is None:
            return False
        return self.sentiment.negative >= limit


def assess(
    reading: Reading,
    finder: CandidateFinder,
    *,
    sentiment: Sentiment | None = None,
    predictions: Sequence[Prediction] = (),
    expert_probability: float = 0.0,
) -> Assessment:
    """Judge the templates of the topics that the model thinks of, now or when it was asked."""
    service = finder.service
    language = reading.language or service.languages[0]
    # A topic less probable than the floor brings no reply above it by itself.
    floor = service.policy.suggestion_floor
    probable = [p for p in predictions if p.probability >= floor]
    assessment = Assessment(
        reading=reading,
        language=language,
        sentiment=sentiment,
        predictions=tuple(predictions),
        expert_probability=expert_probability,
        candidates=finder.find(reading, language, probable),
    )
    if assessment.best is None:
        return assessment
    rightness = finder.model.rightness.probabilities(signals_of([assessment]))
    return replace(assessment, rightness=float(rightness[0]))


def signals_of(assessments: Sequence[Assessment]) -> Signals:
    """Collect what the second stage looks at, of assessments that have a best candidate."""
    rows = np.array([_signals(a.best, a.predictions) for a in assessments if a.best])
    chance, topic, rival, likeness = np.ascontiguousarray(rows.T)
    return Signals(chance=chance, topic=topic, rival=rival, likeness=likeness)


def _signals(
    best: CandidateTrace, predictions: Sequence[Prediction]
) -> tuple[float, float, float, float]:
    own = next(p for p in predictions if p.topic_id == best.topic_id)
    rival = max((p.probability for p in predictions if p is not own), default=0.0)
    return best.probability, own.probability, rival, own.likeness
