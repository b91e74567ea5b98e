"""What a retraining did, as records."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstline.analysis.comparison import Comparison
from firstline.learning.retraining.gathering import Omission
from firstline.learning.retraining.promotion import Verdict
from firstline.learning.retraining.representative import Labelled

SPLITS = ("train", "dev", "calibrate", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    topic: str
    """As the cases were labelled."""
    to: str
    """Today's topic of their template; empty where it answers several."""
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt from."""

    cases: int
    splits: Mapping[str, int]
    labelled: Labelled
    omitted: Mapping[Omission, int]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a retraining; `--json` prints it."""

    promoted: bool
    """Whether the new release is live now."""
    verdict: Verdict
    live: str
    """Digest of the release that was live."""
    release: str
    """Digest of the new one; it is in the store either way."""
    notes: tuple[str, ...]
    learnt: Learnt
    comparison: Comparison
