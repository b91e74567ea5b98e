from dataclasses import replace
from itertools import pairwise

import pytest

from firstline.learning.curves import PoolCurve, curves
from firstline.learning.training import Trained

TARGETS = (0.5, 0.75, 0.9)


@pytest.fixture(scope="module")
def found(tiny_training: Trained) -> tuple[PoolCurve, ...]:
    own = tiny_training.release.service.policy
    policies = [replace(own, target_precision=target) for target in TARGETS]
    return curves(tiny_training.release, tiny_training.evidence, policies)


def test_the_target_of_the_release_gives_the_thresholds_of_the_release(
    tiny_training: Trained, found: tuple[PoolCurve, ...]
) -> None:
    of_target = TARGETS.index(tiny_training.release.service.policy.target_precision)
    chosen = tuple(curve.guarantees[of_target] for curve in found)
    assert chosen == tiny_training.release.thresholds.precision


def test_a_higher_target_never_answers_more(found: tuple[PoolCurve, ...]) -> None:
    for curve in found:
        answered = [guarantee.answered for guarantee in curve.guarantees]
        assert answered == sorted(answered, reverse=True)


def test_a_curve_goes_from_strict_to_loose_inside_its_band(found: tuple[PoolCurve, ...]) -> None:
    points = [point for curve in found for point in curve.points]
    assert points
    for point in points:
        assert point.lower_bound <= point.precision <= point.upper_bound
    for curve in found:
        for strict, loose in pairwise(curve.points):
            assert strict.threshold > loose.threshold
            assert strict.answered <= loose.answered
        assert all(point.coverage == 1 for point in curve.points[-1:])
