"""What the live release's calibration says of a topic: whether `auto` is proven."""

from dataclasses import dataclass
from enum import StrEnum

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.topics import Line, Topic
from firstline.release.records import Release


class Standing(StrEnum):
    PROVEN = "proven"
    NEEDS_CASES = "needs_cases"
    """More labelled cases would probably prove it."""
    NOT_RIGHT_ENOUGH = "not_right_enough"
    """No threshold looks right often enough: cases alone will not help."""
    NOT_FOUND = "not_found"
    """The live model does not know the topic."""
    NO_CASES = "no_cases"
    EXPERT = "expert"
    """People of the expert line answer it, whatever is proven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    standing: Standing
    promise: PrecisionGuarantee | None = None
    """Of the topic, or of the pool that it shares a threshold with."""

    @property
    def opens_auto(self) -> bool:
        return self.standing is Standing.PROVEN

    @property
    def confidence(self) -> float | None:
        return 1 - self.promise.delta if self.promise else None

    @property
    def is_pooled(self) -> bool:
        return self.promise is not None and len(self.promise.topics) > 1


def evidence_of(topic: Topic, live: Release) -> Evidence:
    if topic.line is Line.EXPERT:
        return Evidence(standing=Standing.EXPERT)
    if topic.id not in live.model.classifier.topics:
        return Evidence(standing=Standing.NOT_FOUND)
    promise = live.thresholds.of(topic.id)
    if promise is None:
        return Evidence(standing=Standing.NO_CASES)
    return Evidence(standing=_standing(promise), promise=promise)


def _standing(promise: PrecisionGuarantee) -> Standing:
    if promise.threshold is not None:
        return Standing.PROVEN
    return Standing.NOT_RIGHT_ENOUGH if promise.cases_needed is None else Standing.NEEDS_CASES
