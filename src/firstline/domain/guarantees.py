"""Guarantees: thresholds together with the evidence that they keep their promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from firstline.domain.topics import TopicId


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionGuarantee:
    """The threshold of one topic, or of a pool of small ones that share it.

    With confidence `1 - delta`, on traffic like the calibration weeks, at least
    `target` of the replies sent at or above `threshold` are right.
    """

    name: str
    """The topic, or the node of the tree at which topics were pooled."""
    topics: tuple[TopicId, ...]
    threshold: float | None
    """Lowest probability that keeps the promise; `None` where no threshold does."""
    target: float
    delta: float
    cases: int
    """Labelled calibration cases whose best candidate belongs to these topics."""
    answered: int
    """Of these, how many reach the threshold."""
    right: int
    """Of the answered ones, how many were right."""
    lower_bound: float
    """Clopper–Pearson lower bound of the precision at confidence 1 − delta."""
    cases_needed: int | None
    """About how many more labelled cases would open `auto`; 0 where it is open, `None`
    where no threshold looks right often enough, so that cases alone will not help."""

    def clears(self, probability: float | None) -> bool:
        """Whether a reply that is right with this probability may be sent; `None` is unknown."""
        if self.threshold is None or probability is None:
            return False
        return probability >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallGuarantee:
    """The routing threshold of the expert line.

    With confidence `1 - delta`, at least `target` of expert inquiries have a
    probability of expert topics at or above `threshold`.
    """

    threshold: float
    target: float
    delta: float
    cases: int
    """Labelled expert-line cases of the calibration weeks."""
    caught: int
    lower_bound: float
    holds: bool
    """Whether the bound meets the target; if not, the most careful threshold is used."""
    cases_needed: int
    """About how many more labelled cases would make it hold; 0 where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    precision: tuple[PrecisionGuarantee, ...]
    expert: RecallGuarantee
    _by_topic: Mapping[TopicId, PrecisionGuarantee] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_topic = {topic: pool for pool in self.precision for topic in pool.topics}
        object.__setattr__(self, "_by_topic", by_topic)

    def of(self, topic_id: TopicId) -> PrecisionGuarantee | None:
        return self._by_topic.get(topic_id)
