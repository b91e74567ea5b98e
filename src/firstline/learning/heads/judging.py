"""Judge heads on cases that they have not learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from firstline.domain.model_parts import Head
from firstline.learning.heads.calibration import Columns, Scores, fit_temperature, log_loss, mean
from firstline.learning.heads.examples import FOLDS, Examples
from firstline.learning.heads.linear import LinearMap, Setting, fit_head

PROCESSES = 2  # not threads: liblinear draws from one random generator per process
ENOUGH_DEV = 100
"""Cases; fewer cannot rank settings, so folds of the training cases judge instead."""
WORTH_A_PROCESS = 2_000  # cases; fewer are fitted before a second process has started


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A head that was fitted, and what it said of held-out cases."""

    head: Head
    name: str
    map_: LinearMap
    scores: Scores
    topics: Columns

    @property
    def accuracy(self) -> float:
        return mean(self.scores.argmax(axis=1) == self.topics)

    @property
    def log_loss(self) -> float:
        """After the best temperature, so that heads with other units compare."""
        return log_loss(self.scores / fit_temperature(self.scores, self.topics), self.topics)


def judge(held: Examples, learn: Examples, settings: Sequence[Setting]) -> tuple[Candidate, ...]:
    """Judge by what is held out of all learning, or by folds of `learn` where that is little."""
    if len(held) < ENOUGH_DEV:
        return judge_by_folds(learn, settings)
    return judge_on(held, learn, settings)


def judge_on(held: Examples, learn: Examples, settings: Sequence[Setting]) -> tuple[Candidate, ...]:
    """Fit every setting on `learn` and score `held`."""
    maps = _fit_all(settings, learn)
    return tuple(
        Candidate(
            head=setting.head,
            name=str(setting),
            map_=map_,
            scores=map_.scores(held),
            topics=held.topics,
        )
        for setting, map_ in zip(settings, maps, strict=True)
    )


def judge_by_folds(learn: Examples, settings: Sequence[Setting]) -> tuple[Candidate, ...]:
    """Fit every setting on all of `learn`; score each fold by a fit on the others."""
    maps = _fit_all(settings, learn)
    rows = learn.folds >= 0
    return tuple(
        Candidate(
            head=setting.head,
            name=str(setting),
            map_=map_,
            scores=out_of_fold(setting, learn)[rows],
            topics=learn.topics[rows],
        )
        for setting, map_ in zip(settings, maps, strict=True)
    )


def out_of_fold(setting: Setting, learn: Examples) -> Scores:
    """Score each row by a head that has not seen its fold; zeros where none is held out."""
    scores = np.zeros((len(learn), int(learn.topics.max()) + 1))
    folds = [held for fold in range(FOLDS) if (held := learn.folds == fold).any()]
    maps = _fit_each([(setting, learn.part(~held)) for held in folds])
    for held, map_ in zip(folds, maps, strict=True):
        scores[held] = map_.scores(learn.part(held))
    return scores


def _fit_all(settings: Sequence[Setting], learn: Examples) -> list[LinearMap]:
    return _fit_each([(setting, learn) for setting in settings])


def _fit_each(fits: Sequence[tuple[Setting, Examples]]) -> list[LinearMap]:
    is_long = any(len(learn) > WORTH_A_PROCESS for _, learn in fits)
    found: list[LinearMap] = Parallel(n_jobs=PROCESSES if is_long else 1)(
        delayed(fit_head)(setting, learn) for setting, learn in fits
    )
    return found
