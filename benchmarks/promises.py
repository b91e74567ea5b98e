"""How often a promise is broken when the calibration is drawn anew.

The held-out cases stand for the world. Each run draws calibration cases from it with
replacement, chooses a threshold, and looks whether the promise holds over the whole world:
once with half as many cases as the world has, once with 5,000. The pilot is the dev split.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np

from firstline.domain.cases import Case
from firstline.domain.policy import Costs
from firstline.engine.assessments import Assessment
from firstline.learning.methods import budget_cut, cheapest
from firstline.learning.precision import Scored, naive_threshold
from firstline.learning.walks import Walk, plan

RUNS = 500
MANY = 5_000
TARGETS = (0.95, 0.97, 0.99)
DELTA = 0.1
BUDGET = 0.2
COSTS = Costs(wrong_reply=5.0, agent_reply=1.0)

Rule: TypeAlias = Callable[[Scored], float | None]
"""A calibration set in, a threshold out."""


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


def measure(
    pilot: Scored, everything: World, *, targets: Sequence[float] = TARGETS
) -> Mapping[str, Any]:
    """Measure every method; the budget keeps the first of the targets."""
    half = len(everything.scored) // 2
    return {
        "runs": RUNS,
        "delta": DELTA,
        "promises": [_precision(pilot, everything, target, half) for target in targets],
        "promises_of_many": [_precision(pilot, everything, target, MANY) for target in targets],
        "budget": _budget(pilot, everything.scored, targets[0], half),
        "cost": _cost(pilot, everything.scored, half),
    }


def _precision(
    pilot: Scored, everything: World, target: float, cases: int
) -> Mapping[str, float | None]:
    scored, walk = everything.scored, plan(pilot, cases=cases)
    chosen = _draw(scored, _loosest(walk, target), cases)
    naive = _draw(scored, lambda sample: naive_threshold(sample, target=target), cases)
    coverage = _Answered.of(scored, chosen).coverage.mean()
    best = _Answered.of(scored, [naive_threshold(scored, target=target)]).coverage.mean()
    outside = everything.out_of_scope
    return {
        "target": target,
        "cases": cases,
        **asdict(_kept(scored, chosen, target)),
        "naive_broken": _kept(scored, naive, target).broken,
        "best_coverage": float(best),
        "of_best": float(coverage / best) if best else 1.0,
        "out_of_scope_answered": float(
            _Answered.of(
                Scored(scored.probability[outside], scored.right[outside]), chosen
            ).coverage.mean()
        )
        if outside.any()
        else None,
    }


def _budget(pilot: Scored, scored: Scored, target: float, cases: int) -> Mapping[str, float]:
    """The surest fifth of all inquiries, if these replies are proven to keep the target."""
    walk, most = plan(pilot, cases=cases), math.floor(BUDGET * cases)

    def rule(sample: Scored) -> float | None:
        cut = budget_cut(sample.probability.tolist(), most)
        return _loosest(walk.down_to(cut), target)(sample)

    chosen = _draw(scored, rule, cases)
    return {
        "share": BUDGET,
        "target": target,
        **asdict(_kept(scored, chosen, target)),
    }


def _cost(pilot: Scored, scored: Scored, cases: int) -> Mapping[str, float]:
    """A wrong reply costs five of an agent's; saved is counted in agents' replies an inquiry."""
    walk, target = plan(pilot, cases=cases), COSTS.break_even

    def rule(sample: Scored) -> float | None:
        proven = walk.proven(sample, target=target, delta=DELTA)
        return cheapest(sample, proven, COSTS) if proven else None

    chosen = _draw(scored, rule, cases)
    best = _saved(scored, sorted(set(scored.probability.tolist()))).max()
    return {
        "wrong_costs": COSTS.wrong_reply / COSTS.agent_reply,
        **asdict(_kept(scored, chosen, target)),
        "saved": float(_saved(scored, chosen).mean()),
        "best_saved": float(best),
    }


def _loosest(walk: Walk, target: float) -> Rule:
    def rule(sample: Scored) -> float | None:
        proven = walk.proven(sample, target=target, delta=DELTA)
        return proven[-1] if proven else None

    return rule


def _draw(scored: Scored, rule: Rule, cases: int) -> list[float | None]:
    """Apply a rule to many calibration sets; every rule sees the same ones."""
    random = np.random.default_rng(0)
    chosen = []
    for _ in range(RUNS):
        rows = random.integers(0, len(scored), cases)
        chosen.append(rule(Scored(scored.probability[rows], scored.right[rows])))
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    broken: float
    """Share of the runs whose true precision misses the target."""
    broken_error: float
    """Its standard error, for so many runs."""
    coverage: float
    """Mean share of the world that is answered."""


def _kept(scored: Scored, chosen: Sequence[float | None], target: float) -> _Kept:
    found = _Answered.of(scored, chosen)
    broken = float((found.right < target * found.answered).mean())
    return _Kept(
        broken=broken,
        broken_error=math.sqrt(broken * (1 - broken) / len(chosen)),
        coverage=float(found.coverage.mean()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """What each of many thresholds would answer; nothing where there is none."""

    answered: np.ndarray[Any, np.dtype[np.int64]]
    right: np.ndarray[Any, np.dtype[np.int64]]
    cases: int

    @classmethod
    def of(cls, scored: Scored, thresholds: Sequence[float | None]) -> "_Answered":
        lowest = [math.inf if threshold is None else threshold for threshold in thresholds]
        answered, right = scored.at_each(lowest)
        return cls(answered=answered, right=right, cases=len(scored))

    @property
    def coverage(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        return self.answered / self.cases


def _saved(
    scored: Scored, thresholds: Sequence[float | None]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    found = _Answered.of(scored, thresholds)
    wrong = COSTS.wrong_reply * (found.answered - found.right)
    return (COSTS.agent_reply * found.answered - wrong) / found.cases
