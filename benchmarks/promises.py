"""How often a promise of precision is broken when the calibration is drawn anew.

The held-out cases stand for the world. Each run draws a calibration set of half their
number with replacement, chooses a threshold, and looks whether the share of right
replies above it, over the whole world, meets the target. The pilot is the dev split.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from firstline.domain.cases import Case
from firstline.engine.assessments import Assessment
from firstline.learning.precision import Scored, grid, lowest_threshold, naive_threshold

RUNS = 200
TARGETS = (0.95, 0.97, 0.99)
DELTA = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    target: float
    broken: float
    """Share of the runs whose true precision misses the target."""
    naive_broken: float
    """The same for the lowest threshold whose empirical precision meets the target."""
    coverage: float
    """Mean share of the world that is answered."""
    best_coverage: float
    """What a threshold chosen on the world itself would answer."""
    out_of_scope_answered: float | None
    """Mean share of out-of-scope messages that are answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is held out, with what the engine would send."""

    scored: Scored
    """Cases without a candidate have probability 0: they are never answered."""
    out_of_scope: np.ndarray[tuple[int], np.dtype[np.bool_]]


def world(
    cases: Sequence[Case], assessments: Sequence[Assessment], *, out_of_scope: str = ""
) -> World:
    pairs = []
    for case, assessment in zip(cases, assessments, strict=True):
        best = assessment.best
        right = best is not None and best.template_id == case.template_id
        pairs.append((assessment.rightness or 0.0, right))
    outside = np.array([case.topic_id == out_of_scope for case in cases])
    return World(scored=Scored.of(pairs), out_of_scope=outside)


def measure(pilot: Scored, everything: World) -> list[Mapping[str, float | None]]:
    return [asdict(_measure(pilot, everything, target)) for target in TARGETS]


def _measure(pilot: Scored, everything: World, target: float) -> Promise:
    scored = everything.scored
    drawn = len(scored) // 2
    sequence = grid(pilot, cases=drawn, target=target, delta=DELTA)
    random = np.random.default_rng(0)
    chosen, naive = [], []
    for _ in range(RUNS):
        rows = random.integers(0, len(scored), drawn)
        sample = Scored(scored.probability[rows], scored.right[rows])
        chosen.append(lowest_threshold(sample, sequence, target=target, delta=DELTA))
        naive.append(naive_threshold(sample, target=target))
    best = naive_threshold(scored, target=target)
    outside = everything.out_of_scope
    return Promise(
        target=target,
        broken=float(np.mean([_is_broken(scored, t, target) for t in chosen])),
        naive_broken=float(np.mean([_is_broken(scored, t, target) for t in naive])),
        coverage=float(np.mean([coverage(scored, t) for t in chosen])),
        best_coverage=coverage(scored, best),
        out_of_scope_answered=float(np.mean([coverage(part(scored, outside), t) for t in chosen]))
        if outside.any()
        else None,
    )


def part(scored: Scored, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Scored:
    return Scored(scored.probability[rows], scored.right[rows])


def _is_broken(scored: Scored, threshold: float | None, target: float) -> bool:
    if threshold is None:
        return False
    answered, right = scored.at(threshold)
    return right < target * answered


def coverage(scored: Scored, threshold: float | None) -> float:
    return scored.at(threshold)[0] / len(scored) if threshold is not None else 0.0
