"""The numbers behind a release's charts, from the evidence beside it."""

from pathlib import Path

import pytest

from firstline.analysis.pictures import Picture
from firstline.learning import pictures
from firstline.learning.evidence import read_evidence
from firstline.learning.pictures import picture_of
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


@pytest.fixture
def picture(tiny_release_store: Path, monkeypatch: pytest.MonkeyPatch) -> Picture:
    monkeypatch.setattr(pictures, "FEWEST_CASES", 3)
    live = read_release(ReleaseStore(tiny_release_store).named_or_live())
    evidence = read_evidence(tiny_release_store, live.digest)
    assert evidence
    return picture_of(live, evidence)


def test_every_pool_has_the_curve_that_its_threshold_lies_on(
    picture: Picture, tiny_release_store: Path
) -> None:
    live = read_release(ReleaseStore(tiny_release_store).named_or_live())

    assert [curve.name for curve in picture.pools] == [g.name for g in live.thresholds.precision]
    for curve, guarantee in zip(picture.pools, live.thresholds.precision, strict=True):
        assert curve.points[-1].cases == guarantee.cases
        assert all(p.lower_bound <= p.precision <= p.upper_bound for p in curve.points)


def test_topics_with_enough_cases_have_curves_of_their_own(picture: Picture) -> None:
    assert {curve.name for curve in picture.topics} <= {
        topic for pool in picture.pools for topic in pool.topics
    }
    assert picture.topics


def test_all_calibration_cases_are_counted_once(picture: Picture) -> None:
    assert picture.cases == 24
    assert 0 < sum(b.cases for b in picture.reliability) <= picture.cases
    assert 0 <= picture.calibration_error <= 1
