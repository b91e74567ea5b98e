"""Scores of held-out cases → how to weigh, divide and shift them into probabilities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax

from firstline.domain.model_parts import Calibrator, PartChoice
from firstline.learning.heads.examples import FOLDS, deal_folds

Scores: TypeAlias = NDArray[np.float64]
"""Shape (cases, topics)."""
Columns: TypeAlias = NDArray[np.int64]

SHIFT_PENALTY = 3.0
"""Holds the shifts of `vector` near zero: at 3, BANKING77's dev and test agree; at 0.1 they
gain on dev and lose on test."""
WORTH_SHIFTING = 0.97
"""Share of the temperature's log loss that shifts must beat, each judged out of fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    temperature: float
    shift: NDArray[np.float64]
    """Added to each topic's score before it is divided."""

    def log_loss(self, scores: Scores, topics: Columns) -> float:
        return log_loss((scores + self.shift) / self.temperature, topics)


def log_loss(scores: Scores, topics: Columns) -> float:
    return mean(-log_softmax(scores, axis=1)[np.arange(len(topics)), topics])


def mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0


def fit_temperature(scores: Scores, topics: Columns) -> float:
    """Return the divisor of the scores that minimises the log loss; 1 without any case."""
    if not len(topics):
        return 1.0
    found = minimize_scalar(
        lambda log_t: log_loss(scores / np.exp(log_t), topics), bounds=(-6, 4), method="bounded"
    )
    return float(np.exp(found.x))


def fit_shares(heads: Sequence[Scores], topics: Columns) -> NDArray[np.float64]:
    """Weigh heads so that their sum has the lowest log loss; a convex problem, so exact."""
    rows = np.arange(len(topics))

    def loss(shares: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logs = log_softmax(np.tensordot(shares, heads, axes=1), axis=1)
        expected = [(np.exp(logs) * scores).sum(axis=1) for scores in heads]
        slopes = [mean(e - s[rows, topics]) for e, s in zip(expected, heads, strict=True)]
        return mean(-logs[rows, topics]), np.array(slopes)

    bounds = [(0, None)] * len(heads)
    found = minimize(loss, np.ones(len(heads)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)


def choose_calibration(
    asked: Calibrator, scores: Scores, topics: Columns
) -> tuple[Calibration, PartChoice]:
    """Fit what was asked for; `auto` shifts topics only where that clearly helps."""
    if asked is not Calibrator.AUTO:
        fit = _vector if asked is Calibrator.VECTOR else _temperature
        return fit(scores, topics), _choice(asked, "as the service asks")
    plain, shifted = (_out_of_fold(fit, scores, topics) for fit in (_temperature, _vector))
    found = f"log loss {shifted:.3f} with a shift per topic, {plain:.3f} without, each out of fold"
    if shifted < WORTH_SHIFTING * plain:
        return _vector(scores, topics), _choice(Calibrator.VECTOR, found)
    return _temperature(scores, topics), _choice(Calibrator.TEMPERATURE, found)


def _choice(chosen: Calibrator, why: str) -> PartChoice:
    return PartChoice(part="calibrator", chosen=chosen, why=why)


def _temperature(scores: Scores, topics: Columns) -> Calibration:
    shift = np.zeros(scores.shape[1])
    return Calibration(temperature=fit_temperature(scores, topics), shift=shift)


def _vector(scores: Scores, topics: Columns) -> Calibration:
    """Vector scaling (Guo et al. 2017) with one divisor and penalised shifts; convex."""
    wanted = np.eye(scores.shape[1])[topics]

    def loss(unknown: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logs = log_softmax(unknown[0] * scores + unknown[1:], axis=1)
        error = np.exp(logs) - wanted
        total = -(logs * wanted).sum() + SHIFT_PENALTY * (unknown[1:] ** 2).sum()
        slopes = error.sum(axis=0) + 2 * SHIFT_PENALTY * unknown[1:]
        return float(total), np.concatenate([[(error * scores).sum()], slopes])

    start = np.concatenate([[1 / fit_temperature(scores, topics)], np.zeros(scores.shape[1])])
    bounds = [(1e-3, None), *[(None, None)] * scores.shape[1]]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    temperature = 1 / float(found.x[0])
    return Calibration(temperature=temperature, shift=found.x[1:] * temperature)


def _out_of_fold(
    fit: Callable[[Scores, Columns], Calibration], scores: Scores, topics: Columns
) -> float:
    folds = deal_folds(topics)
    losses = [
        fit(scores[folds != fold], topics[folds != fold]).log_loss(scores[held], topics[held])
        * held.sum()
        for fold in range(FOLDS)
        if (held := folds == fold).any()
    ]
    return float(sum(losses)) / max(1, int((folds >= 0).sum()))
