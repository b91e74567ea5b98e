from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.analysis.plots import RELIABILITY, RISK_COVERAGE, risk_coverage, save_plots

PNG = b"\x89PNG\r\n\x1a\n"
pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40)


def test_coverage_and_risk_are_those_of_each_threshold() -> None:
    coverage, risk = risk_coverage(np.array([0.5, 0.9, 0.7]), np.array([0.0, 1.0, 1.0]), cases=6)

    assert coverage == pytest.approx([1 / 6, 2 / 6, 3 / 6])
    assert risk == pytest.approx([0, 0, 1 / 3])


@given(pairs=pairs, without_candidate=st.integers(0, 20))
def test_a_looser_threshold_covers_more_and_never_more_than_all(
    pairs: list[tuple[float, bool]], without_candidate: int
) -> None:
    probabilities = np.array([probability for probability, _ in pairs], dtype=np.float64)
    right = np.array([right for _, right in pairs], dtype=np.float64)
    coverage, risk = risk_coverage(probabilities, right, len(pairs) + without_candidate)

    assert (np.diff(coverage) > 0).all()
    assert ((coverage > 0) & (coverage <= 1)).all()
    assert ((risk >= 0) & (risk <= 1)).all()


@pytest.mark.parametrize("cases", [0, 1, 200])
@pytest.mark.parametrize("operating_point", [None, (0.4, 0.02)])
def test_both_plots_are_pictures_that_a_person_can_open(
    tmp_path: Path, cases: int, operating_point: tuple[float, float] | None
) -> None:
    random = np.random.default_rng(0)
    probabilities = random.random(cases)
    saved = save_plots(
        tmp_path / "plots",
        probabilities,
        (random.random(cases) < probabilities).astype(np.float64),
        cases=cases,
        target=0.95,
        operating_point=operating_point,
    )

    assert [path.name for path in saved] == [RISK_COVERAGE, RELIABILITY]
    for path in saved:
        picture = path.read_bytes()
        assert picture.startswith(PNG)
        assert len(picture) > 5_000
