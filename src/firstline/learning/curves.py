"""What other thresholds and other policies would give, from the evidence behind a release."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from firstline.analysis.bounds import lower_bound, upper_bound
from firstline.analysis.pictures import CurvePoint
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.policy import Policy
from firstline.engine.candidates import CandidateFinder
from firstline.learning.evidence import Evidence, assess_again
from firstline.learning.precision import Scored
from firstline.learning.thresholds import PoolScores, choose_thresholds, score_pools
from firstline.release.records import Release

STEPS = 20  # one for each 5 % of coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolCurve:
    scores: PoolScores
    points: tuple[CurvePoint, ...]
    """Strict to loose."""
    guarantees: tuple[PrecisionGuarantee, ...]
    """One for each policy that was asked for."""


def curves(
    release: Release, evidence: Evidence, policies: Sequence[Policy]
) -> tuple[PoolCurve, ...]:
    """Draw precision against coverage for every pool, and choose thresholds by each policy."""
    service = release.service
    finder = CandidateFinder(service, release.model)
    pilot = assess_again(evidence.pilot, finder)
    calibration = assess_again(evidence.calibration, finder)
    chosen = [
        choose_thresholds(replace(service, policy=policy), pilot, calibration).precision
        for policy in policies
    ]
    pooled = score_pools(service, pilot, calibration, release.thresholds.expert.threshold)
    delta = service.policy.delta
    return tuple(
        PoolCurve(
            scores=scores,
            points=curve_points(scores.calibration, delta),
            guarantees=tuple(guarantees[number] for guarantees in chosen),
        )
        for number, scores in enumerate(pooled)
    )


def curve_points(calibration: Scored, delta: float) -> tuple[CurvePoint, ...]:
    """Take a threshold for each step of coverage."""
    if not len(calibration):
        return ()
    coverages = np.arange(1, STEPS + 1) / STEPS
    thresholds = dict.fromkeys(np.quantile(calibration.probability, 1 - coverages).tolist())
    return tuple(_point(calibration, threshold, delta) for threshold in thresholds)


def _point(calibration: Scored, threshold: float, delta: float) -> CurvePoint:
    answered, right = calibration.at(threshold)
    return CurvePoint(
        threshold=threshold,
        cases=len(calibration),
        answered=answered,
        right=right,
        lower_bound=lower_bound(right, answered, delta),
        upper_bound=upper_bound(right, answered, delta),
    )
