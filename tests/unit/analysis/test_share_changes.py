from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.analysis.share_changes import share_change
from firstline.domain.changes import ShareChange

FIRST = date(2026, 3, 2)
answers = st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.booleans()), min_size=1)


def change_of(rows: list[tuple[int, bool, bool]]) -> ShareChange:
    """Of rows with their day and whether they were answered before, and after."""
    days, before, after = zip(*rows, strict=True)
    dates = pl.Series([FIRST + timedelta(days=day) for day in days])
    return share_change(dates, np.array(before), np.array(after))


@given(rows=answers)
def test_the_interval_lies_within_what_the_days_can_say(rows: list[tuple[int, bool, bool]]) -> None:
    change = change_of(rows)
    by_day = {day for day, _, _ in rows}

    assert change.blocks == len(by_day)
    assert -1 <= change.low <= change.high <= 1
    assert change.difference == pytest.approx(
        sum(after - before for _, before, after in rows) / len(rows)
    )


@given(rows=answers)
def test_what_does_not_change_has_no_interval(rows: list[tuple[int, bool, bool]]) -> None:
    change = change_of([(day, before, before) for day, before, _ in rows])

    assert (change.low, change.high) == (0, 0)


def test_the_same_days_give_the_same_interval() -> None:
    rows = [(number % 10, number % 3 == 0, number % 7 == 0) for number in range(200)]

    assert change_of(rows) == change_of(rows)


def test_days_that_differ_widen_the_interval() -> None:
    """100 inquiries change: 10 on each day, or all on one of ten days."""
    spread = [(number % 10, False, number % 100 < 10) for number in range(1_000)]
    at_once = [(number // 100, False, number < 100) for number in range(1_000)]
    even, uneven = change_of(spread), change_of(at_once)

    assert even.difference == pytest.approx(uneven.difference)
    assert uneven.high - uneven.low > 2 * (even.high - even.low)


def test_a_single_day_leaves_nothing_to_draw() -> None:
    change = change_of([(0, False, True), (0, False, False)])

    assert (change.blocks, change.low, change.high) == (1, 0.5, 0.5)
