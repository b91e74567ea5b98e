"""Find inquiries whose topic looks mistaken: confident learning (Northcutt et al. 2021).

Our own, because cleanlab brings pandas and its own copy of what is twenty lines here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from firstline.domain.model_parts import LabelNoise, PartChoice
from firstline.learning.heads.calibration import Columns, fit_temperature
from firstline.learning.heads.examples import Examples
from firstline.learning.heads.judging import ENOUGH_DEV, judge_on, out_of_fold
from firstline.learning.heads.settings import LOGISTIC, SETTINGS

DOUBTED_WEIGHT = 0.1
"""How much a doubted row counts; not zero, since some of them are right."""
MUCH_NOISE = 0.03
"""Share of doubted rows from which weighing them down is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A row whose label looks mistaken."""

    row: int
    given: int
    likely: int
    probability: float
    """Of the likely topic, by a head that has not learnt from the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    doubts: tuple[Doubt, ...]
    """The least credible label first."""
    of: int
    """Rows that were looked at."""

    @property
    def share(self) -> float:
        return len(self.doubts) / self.of if self.of else 0.0


def find_noise(learn: Examples) -> Noise:
    """Judge each row by a logistic regression fitted without its fold."""
    looked_at = learn.folds >= 0
    (rows,) = np.nonzero(looked_at)
    scores, topics = out_of_fold(LOGISTIC[0], learn)[looked_at], learn.topics[looked_at]
    probabilities = softmax(scores / fit_temperature(scores, topics), axis=1)
    likely = doubted(probabilities, topics)
    doubts = [
        Doubt(
            row=int(rows[i]),
            given=int(topics[i]),
            likely=int(likely[i]),
            probability=float(probabilities[i, likely[i]]),
        )
        for i in np.flatnonzero(likely != topics)
    ]
    doubts.sort(key=lambda doubt: (-doubt.probability, doubt.row))
    return Noise(doubts=tuple(doubts), of=len(rows))


def doubted(probabilities: NDArray[np.float64], topics: Columns) -> Columns:
    """Return the topic that each row seems to have; the given one where nothing speaks up.

    A topic claims a row if it is as probable as it is, on average, for the rows labelled so.
    Of several that claim it the most probable one wins.
    """
    usual = [
        probabilities[topics == topic, topic].mean() if (topics == topic).any() else np.inf
        for topic in range(probabilities.shape[1])
    ]
    claims = np.where(probabilities >= np.array(usual), probabilities, 0)
    return np.where(claims.any(axis=1), claims.argmax(axis=1), topics)


def choose_noise(
    asked: LabelNoise, learn: Examples, held: Examples
) -> tuple[Examples, Noise, PartChoice]:
    """Weigh doubted rows down if asked to, or if that does better on held-out cases.

    Folds of `learn` cannot judge it: whether a row is doubted depends on the labels of the
    other folds, on which it would be judged.
    """
    noise = find_noise(learn)
    weights = learn.weights.copy()
    weights[[doubt.row for doubt in noise.doubts]] = DOUBTED_WEIGHT
    lighter = learn.weighted(weights)
    found = f"{len(noise.doubts):,} of {noise.of:,} labels look mistaken"
    if asked is LabelNoise.DOWN_WEIGHTED:
        return lighter, noise, _choice(asked, f"as the service asks; {found}")
    if asked is LabelNoise.KEPT:
        return learn, noise, _choice(asked, f"as the service asks; {found}")
    if noise.share < MUCH_NOISE:
        return learn, noise, _choice(LabelNoise.KEPT, f"{found}, fewer than {MUCH_NOISE:.0%}")
    if len(held) < ENOUGH_DEV:
        return learn, noise, _choice(LabelNoise.KEPT, f"{found}; too few are held out to tell")
    (before,), (after,) = (judge_on(held, rows, SETTINGS[:1]) for rows in (learn, lighter))
    why = f"{found}; log loss {after.log_loss:.3f} when they count less, {before.log_loss:.3f} else"
    if after.log_loss < before.log_loss:
        return lighter, noise, _choice(LabelNoise.DOWN_WEIGHTED, why)
    return learn, noise, _choice(LabelNoise.KEPT, why)


def _choice(chosen: LabelNoise, why: str) -> PartChoice:
    return PartChoice(part="label_noise", chosen=chosen, why=why)
