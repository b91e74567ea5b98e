"""Methods: which of the thresholds that can be proven a policy takes.

Each leaves a promise of precision that is kept with probability 1 − delta:

* without a method, the loosest threshold that keeps the target;
* a **budget** ends the walk where it is spent, so that only the best replies are sent;
* **costs** ask for the precision above which answering is cheaper than not answering, and
  take the cheapest of the thresholds that keep it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstline.analysis.bounds import lower_bound
from firstline.domain.policy import Budget, Costs, Policy
from firstline.learning.precision import Scored, cases_needed
from firstline.learning.walks import Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    threshold: float | None
    target: float
    """What is promised of the replies that reach the threshold."""
    cases_needed: int | None
    """As of a `PrecisionGuarantee`."""


def choose(calibration: Scored, walk: Walk, policy: Policy, *, cut: float = 0.0) -> Chosen:
    """Choose the threshold of one pool.

    Args:
        calibration: labelled replies of the pool that trained and tuned nothing.
        walk: settled without them.
        policy: holds target, delta and method.
        cut: from which threshold on a budget suffices; 0 where there is none.
    """
    match policy.method:
        case None:
            return _loosest(calibration, walk, policy)
        case Budget(keep_target=True):
            return _loosest(calibration, walk.down_to(cut), policy)
        case Budget():
            return _as_proven(calibration, cut, delta=policy.delta)
        case Costs() as costs:
            return _cheapest(calibration, walk, costs, delta=policy.delta)


def budget_cut(probabilities: Sequence[float], most: int) -> float:
    """Return the lowest threshold that at most `most` of the replies reach.

    Only scores decide. Given how many replies lie above it, these are still drawn as if from
    all replies above it, so that a binomial test at this threshold stays exact.
    """
    if len(probabilities) <= most:
        return 0.0
    return float(np.nextafter(sorted(probabilities, reverse=True)[most], np.inf))


def cheapest(calibration: Scored, thresholds: Sequence[float], costs: Costs) -> float:
    """Return the threshold at which the calibration cases would have cost least."""
    answered, right = calibration.at_each(thresholds)
    spent = costs.wrong_reply * (answered - right) - costs.agent_reply * answered
    return thresholds[int(np.flatnonzero(spent == spent.min())[-1])]


def _loosest(calibration: Scored, walk: Walk, policy: Policy) -> Chosen:
    target, delta = policy.target_precision, policy.delta
    proven = walk.proven(calibration, target=target, delta=delta)
    if not proven:
        return _nothing(calibration, walk, target=target, delta=delta)
    return Chosen(threshold=proven[-1], target=target, cases_needed=0)


def _cheapest(calibration: Scored, walk: Walk, costs: Costs, *, delta: float) -> Chosen:
    target = costs.break_even
    proven = walk.proven(calibration, target=target, delta=delta)
    if not proven:
        return _nothing(calibration, walk, target=target, delta=delta)
    threshold = cheapest(calibration, proven, costs)
    return Chosen(threshold=threshold, target=target, cases_needed=0)


def _as_proven(calibration: Scored, cut: float, *, delta: float) -> Chosen:
    """Promise what the replies above the cut have proven, whatever that is."""
    answered, right = calibration.at(cut)
    bound = lower_bound(right, answered, delta)
    if not bound:
        return Chosen(threshold=None, target=0.0, cases_needed=None)
    return Chosen(threshold=cut, target=bound, cases_needed=0)


def _nothing(calibration: Scored, walk: Walk, *, target: float, delta: float) -> Chosen:
    needed = cases_needed(calibration, walk.thresholds, target=target, delta=delta)
    return Chosen(threshold=None, target=target, cases_needed=needed)
