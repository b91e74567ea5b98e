"""Model parts: what a service's model is made of, as asked for and as chosen."""

from dataclasses import dataclass
from enum import StrEnum


class Head(StrEnum):
    """Gives every topic a score; all of them are linear, so one table of weights serves."""

    AUTO = "auto"
    SVM = "svm"
    """One linear support vector machine per topic, on all features."""
    LOGISTIC = "logistic"
    """One multinomial logistic regression, on embedding and facts."""
    CENTROID = "centroid"
    """How near the mean embedding of a topic is."""
    BLEND = "blend"
    """A weighted sum of the others."""


class Calibrator(StrEnum):
    """Turns scores into probabilities."""

    AUTO = "auto"
    TEMPERATURE = "temperature"
    """Divides all scores by one number."""
    VECTOR = "vector"
    """Also adds one number per topic, held near zero."""


class TopicNames(StrEnum):
    """Whether a topic's name and description are learnt from, beside its inquiries."""

    AUTO = "auto"
    TAUGHT = "taught"
    IGNORED = "ignored"


class LabelNoise(StrEnum):
    """What becomes of inquiries whose topic looks mistaken."""

    AUTO = "auto"
    KEPT = "kept"
    DOWN_WEIGHTED = "down_weighted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelParts:
    """What a service asks for; `auto` leaves the choice to training."""

    head: Head = Head.AUTO
    calibrator: Calibrator = Calibrator.AUTO
    topic_names: TopicNames = TopicNames.AUTO
    label_noise: LabelNoise = LabelNoise.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChoice:
    part: str
    """A key of `ModelParts`."""
    chosen: str
    why: str
    """In words for the person who trains."""

    def __str__(self) -> str:
        return f"{self.part}: {self.chosen} ({self.why})"
