"""What a change of content or model does to numbers and promises: before, after, how sure."""

from dataclasses import dataclass

from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.topics import TopicId

CONFIDENCE = 0.9
"""Of every interval of a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChange:
    before: float
    """Share of inquiries of which something is so, such as that they are answered."""
    after: float
    low: float
    """Of the difference: ends of the interval that holds with `CONFIDENCE`."""
    high: float
    blocks: int
    """Days, or whatever else was drawn; with only a few the interval says little."""

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChange:
    """Topics that share a threshold before, and share one after."""

    topics: tuple[TopicId, ...]
    before: PrecisionGuarantee | None
    after: PrecisionGuarantee | None

    @property
    def is_lost(self) -> bool:
        return _is_kept(self.before) and not _is_kept(self.after)

    @property
    def is_gained(self) -> bool:
        return _is_kept(self.after) and not _is_kept(self.before)

    @property
    def name(self) -> str:
        """The pool, or both where the topics move from one to another."""
        names = [pool.name for pool in (self.before, self.after) if pool]
        return " → ".join(dict.fromkeys(names))


def _is_kept(guarantee: PrecisionGuarantee | None) -> bool:
    return guarantee is not None and guarantee.threshold is not None
