"""A comparison as its page shows it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from firstline.analysis.comparison import Comparison
from firstline.analysis.flips import Flip, FlipSample
from firstline.panel.training.comparison_words import (
    FLIPS,
    ComparedLine,
    comparison_answer,
    comparison_lines,
    held_back_words,
)

AT_FIRST = 5
"""Samples of each kind that the comparison itself shows."""
GOOD = {Flip.WRONG_TO_RIGHT, Flip.NEWLY_RIGHT, Flip.NO_LONGER_WRONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFlips:
    words: Promise
    tone: str
    kind: Flip
    count: int
    samples: tuple[FlipSample, ...]
    """The first of those that were kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComparison:
    answer: str
    held_back: str
    """What modes of topics do to the comparison; mostly nothing."""
    old: str
    new: str
    cases: int
    lines: tuple[ComparedLine, ...]
    flips: tuple[ShownFlips, ...]

    @property
    def is_any_flip(self) -> bool:
        return any(flip.count for flip in self.flips)


def shown_comparison(comparison: Comparison, target: float) -> ShownComparison:
    return ShownComparison(
        answer=comparison_answer(comparison),
        held_back=held_back_words(comparison),
        old=comparison.old.digest,
        new=comparison.new.digest,
        cases=comparison.new.scorecard.cases,
        lines=tuple(comparison_lines(comparison, target=target)),
        flips=tuple(
            ShownFlips(
                words=FLIPS[flip],
                tone="good" if flip in GOOD else "bad",
                kind=flip,
                count=comparison.flips.get(flip, 0),
                samples=tuple(s for s in comparison.samples if s.flip is flip)[:AT_FIRST],
            )
            for flip in Flip
        ),
    )
