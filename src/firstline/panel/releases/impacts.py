"""What pages show of an impact: its kinds of change, and some inquiries of each."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from firstline.domain.impacts import Change, Impact, RewordedSample, Sample

Shown: TypeAlias = Sample | RewordedSample
REWORDED = "reworded"
"""A kind beside those of `Change`: the same reply in other words."""
FIRST_SHOWN = 3
"""Inquiries of each kind on the page of the draft; the others have their own."""


def kinds(impact: Impact) -> Mapping[str, int]:
    """Count what changes; without what changes for none."""
    counts = {change.value: impact.counts.get(change, 0) for change in Change}
    counts[REWORDED] = impact.reworded.inquiries
    return {kind: n for kind, n in counts.items() if n and kind != Change.UNCHANGED}


def kind_of(sample: Shown) -> str:
    return sample.change.value if isinstance(sample, Sample) else REWORDED


def shown(impact: Impact, kind: str = "") -> Sequence[Shown]:
    """Give the inquiries that can be looked at; of one kind, or of all."""
    samples: tuple[Shown, ...] = (*impact.samples, *impact.reworded.samples)
    return [sample for sample in samples if kind in ("", kind_of(sample))]


def first_shown(impact: Impact) -> Sequence[Shown]:
    return [sample for kind in kinds(impact) for sample in shown(impact, kind)[:FIRST_SHOWN]]
