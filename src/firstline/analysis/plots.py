"""The two plots of a scorecard, as PNG files a person can open."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

mpl.use("Agg")  # no screen is needed

RISK_COVERAGE = "risk-coverage.png"
RELIABILITY = "reliability.png"
BINS = 10


def risk_coverage(
    probabilities: NDArray[np.float64], right: NDArray[np.float64], cases: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage and share of wrong replies at every threshold, strict to loose.

    Args:
        probabilities: of the best reply, one per case that has one.
        right: 1 where it was right.
        cases: all cases, also those without any candidate.
    """
    order = np.argsort(-probabilities, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return answered / max(cases, 1), 1 - np.cumsum(right[order]) / answered


def save_plots(
    folder: Path,
    probabilities: NDArray[np.float64],
    right: NDArray[np.float64],
    *,
    cases: int,
    target: float,
    operating_point: tuple[float, float] | None,
) -> tuple[Path, Path]:
    """Draw both plots into `folder`.

    Args:
        folder: made if absent.
        probabilities: as for `risk_coverage`.
        right: as for `risk_coverage`.
        cases: as for `risk_coverage`.
        target: the promised precision.
        operating_point: coverage and risk that the release's thresholds really had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first = _save(
        _risk_figure(*risk_coverage(probabilities, right, cases), target, operating_point),
        folder / RISK_COVERAGE,
    )
    return first, _save(_reliability_figure(probabilities, right), folder / RELIABILITY)


class Banded(Protocol):
    """A point of a precision curve."""

    @property
    def coverage(self) -> float: ...
    @property
    def precision(self) -> float: ...
    @property
    def lower_bound(self) -> float: ...
    @property
    def upper_bound(self) -> float: ...


def save_precision_curve(path: Path, points: Sequence[Banded], targets: Sequence[float]) -> Path:
    """Draw precision against coverage with its band, and the targets as lines."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    coverage = [point.coverage * 100 for point in points]
    low = [point.lower_bound * 100 for point in points]
    high = [point.upper_bound * 100 for point in points]
    axes.fill_between(coverage, low, high, alpha=0.2, label="band, point by point")
    axes.plot(coverage, [point.precision * 100 for point in points], label="right")
    for target in targets:
        axes.axhline(target * 100, linestyle="--", linewidth=0.8, color="grey")
    axes.set_xlabel("inquiries answered automatically, %")
    axes.set_ylabel("right among them, %")
    axes.legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    return _save(figure, path)


def _save(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=150)
    return path


def _risk_figure(
    coverage: NDArray[np.float64],
    risk: NDArray[np.float64],
    target: float,
    operating_point: tuple[float, float] | None,
) -> Figure:
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot(coverage * 100, risk * 100, label="one threshold for all topics")
    axes.axhline((1 - target) * 100, linestyle="--", color="grey", label="promised at most")
    if operating_point:
        axes.plot(operating_point[0] * 100, operating_point[1] * 100, "o", label="this release")
    axes.set_xlabel("inquiries answered automatically, %")
    axes.set_ylabel("wrong among them, %")
    axes.set_ylim(bottom=0)
    axes.legend()
    return figure


def _reliability_figure(probabilities: NDArray[np.float64], right: NDArray[np.float64]) -> Figure:
    figure = Figure(figsize=(5, 4), layout="constrained")
    axes = figure.subplots()
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    used = np.unique(bins)
    said = [probabilities[bins == b].mean() * 100 for b in used]
    was = [right[bins == b].mean() * 100 for b in used]
    axes.plot([0, 100], [0, 100], linestyle="--", color="grey", label="perfect")
    axes.plot(said, was, "o-", label="best reply")
    axes.set_xlabel("probability of being right, %")
    axes.set_ylabel("was right, %")
    axes.legend()
    return figure
