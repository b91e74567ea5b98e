import pytest
from scipy.stats import binomtest

from firstline.analysis.bounds import cases_to_certify, lower_bound, p_value, upper_bound


@pytest.mark.parametrize(("right", "of"), [(0, 0), (0, 10), (45, 45), (190, 200), (1, 1)])
def test_bound_and_test_agree_with_scipys_exact_ones(right: int, of: int) -> None:
    if not of:
        assert p_value(right, of, 0.95) == 1
        return
    theirs = binomtest(right, of, 0.95, alternative="greater")
    assert p_value(right, of, 0.95) == pytest.approx(theirs.pvalue)
    low = theirs.proportion_ci(confidence_level=0.9, method="exact").low
    assert lower_bound(right, of, 0.1) == pytest.approx(low)
    high = binomtest(right, of, 0.95, alternative="less").proportion_ci(0.9, method="exact").high
    assert upper_bound(right, of, 0.1) == pytest.approx(high)


@pytest.mark.parametrize(
    ("target", "needed"), [(0.90, 22), (0.95, 45), (0.97, 76), (0.98, 114), (0.99, 230)]
)
def test_flawless_answers_needed_are_the_known_numbers(target: float, needed: int) -> None:
    assert cases_to_certify(1.0, target, 0.1) == needed


def test_no_number_of_cases_proves_more_than_is_true() -> None:
    assert cases_to_certify(0.95, 0.95, 0.1) is None


def test_nobody_is_told_to_label_a_million_cases() -> None:
    assert cases_to_certify(0.9500001, 0.95, 0.1) is None
