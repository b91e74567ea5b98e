"""What the jobs about models find out, as their results hold it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from firstline.analysis.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    comparison: Comparison
    total: int
    """Inquiries held out; the comparison is on so many once it is done."""
    target: float
    """Precision that the new release promises."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrained:
    promoted: bool
    """Whether the new release is live now."""
    is_better: bool
    merits: tuple[str, ...]
    obstacles: tuple[str, ...]
    live: str
    """Digest of the release that was live."""
    release: str
    """Digest of the new one."""
    notes: tuple[str, ...]
    cases: int
    """Labelled inquiries that were learnt from, or measured on."""
    splits: Mapping[str, int]
    sent: int
    """Automatic replies of the measured weeks."""
    audited: int
    unsent: int
    answered: int
    """Of the unsent ones, those that an agent labelled."""
    omitted: Mapping[str, int]
    """Why decisions were left out → how many."""
    target: float
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSeen:
    """What one release has done since the canary began."""

    release: str
    asked: int
    automatic: int
    settled: int
    came_back: int

    @property
    def coverage(self) -> float:
        return self.automatic / self.asked if self.asked else 0.0

    @property
    def came_back_share(self) -> float:
        return self.came_back / self.settled if self.settled else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CanarySeen:
    canary: ArmSeen
    live: ArmSeen
    verdict: str
    """Why it is to be stopped; empty where nothing speaks against it."""


COMPARED = TypeAdapter(Compared)
RETRAINED = TypeAdapter(Retrained)
CANARY_SEEN = TypeAdapter(CanarySeen)
