from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.learning.corpus import History, ImportReport, Shares, Splits, split, split_recent

START = datetime(2026, 3, 1, tzinfo=UTC)
TWO_MINUTES = timedelta(minutes=2)
LONG = "The driver took cash from me and then the card was charged as well, order"


def a_history(
    customers: Sequence[str], texts: Sequence[str] | None = None, *, has_times: bool = True
) -> History:
    """One case per customer, an hour apart, with texts that are nothing alike."""
    cases = tuple(
        Case(
            inquiry=Inquiry(
                id=InquiryId(str(number)),
                text=texts[number] if texts else f"{number * 7919} {chr(97 + number % 26) * 4}",
                received_at=START + timedelta(hours=number),
                customer_id=customer,
            )
        )
        for number, customer in enumerate(customers)
    )
    report = ImportReport(
        file="history.csv",
        rows=len(cases),
        cases=len(cases),
        rejected={},
        rejects_file=None,
        duplicates=0,
        unlabelled=len(cases),
        has_times=has_times,
        ignored_columns=(),
    )
    return History(cases=cases, report=report)


def parts(splits: Splits) -> list[tuple[Case, ...]]:
    return [splits.train, splits.dev, splits.calibrate, splits.test]


def test_each_split_gets_its_share_in_the_order_of_time() -> None:
    splits = split(a_history([f"customer {number}" for number in range(100)]))
    assert [len(part) for part in parts(splits)] == [55, 10, 20, 15]
    order = [int(case.inquiry.id) for part in parts(splits) for case in part]
    assert order == list(range(100))


def test_the_later_split_keeps_a_customer_who_returns() -> None:
    customers = [f"customer {number}" for number in range(18)] + ["customer 0", "customer 17"]
    splits = split(a_history(customers), Shares(train=0.5, dev=0, calibrate=0.25, test=0.25))
    assert "0" not in [case.inquiry.id for case in splits.train]
    assert [case.inquiry.id for case in splits.test] == ["15", "16", "17", "18", "19"]
    assert splits.customers_removed == 1


def test_long_texts_that_recur_later_leave_the_training_side_and_short_ones_stay() -> None:
    texts = [
        f"{LONG} 17",
        "Where is my driver?",
        "Nothing of the kind, only a question about my invoice for the last month",
        f"{LONG} 18",
        "where is my driver?",
        "My dog was not allowed into the car although I had asked for it when ordering",
    ]
    shares = Shares(train=0.5, dev=0, calibrate=0, test=0.5)
    splits = split(a_history(list("abcdef"), texts), shares)
    assert [case.inquiry.text for case in splits.train] == texts[1:3]
    assert [case.inquiry.text for case in splits.test] == texts[3:]
    assert (splits.near_duplicates_removed, splits.short_repetitions_kept) == (1, 1)


def test_a_history_without_times_is_split_at_random_but_always_alike() -> None:
    history = a_history([f"customer {number}" for number in range(200)], has_times=False)
    once, again = split(history), split(history)
    assert once == again
    numbers = [int(case.inquiry.id) for case in once.test]
    assert len(numbers) == 30
    assert min(numbers) < 50
    assert numbers == sorted(numbers)


def test_people_can_read_what_a_split_left_out() -> None:
    assert str(split(a_history("abcdefghia"))) == (
        "train 5, dev 1, calibrate 2, test 1\n"
        "left out 1 whose customer writes again in a later split\n"
        "left out 0 near-duplicates of later texts from train\n"
        "kept 0 short texts that recur later"
    )


@pytest.mark.parametrize("train", [0.5, 1.5, -0.45])
def test_shares_that_are_no_shares_are_refused(train: float) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        Shares(train=train)


@given(
    customers=st.lists(st.sampled_from("abcdefghij"), max_size=40),
    weights=st.tuples(*[st.integers(0, 5)] * 4).filter(any),
    has_times=st.booleans(),
)
def test_no_customer_is_on_two_sides_and_time_keeps_its_order(
    customers: list[str], weights: tuple[int, int, int, int], *, has_times: bool
) -> None:
    train, dev, calibrate, test = (weight / sum(weights) for weight in weights)
    shares = Shares(train=train, dev=dev, calibrate=calibrate, test=test)
    history = a_history(customers, has_times=has_times)
    splits = split(history, shares)

    sides = [{case.inquiry.customer_id for case in part} for part in parts(splits)]
    assert sum(map(len, sides)) == len(set[str]().union(*sides))
    kept = [case.inquiry.received_at for part in parts(splits) for case in part]
    assert len(set(kept)) == len(kept)
    if has_times:
        assert kept == sorted(kept)
    removed = splits.customers_removed + splits.near_duplicates_removed
    assert len(kept) + removed == len(history.cases)


def test_an_empty_history_has_empty_splits() -> None:
    assert [len(part) for part in parts(split(a_history([])))] == [0, 0, 0, 0]


def test_recent_inquiries_calibrate_and_test_and_older_ones_teach() -> None:
    cases = a_history([f"customer {number}" for number in range(1_000)]).cases
    splits = split_recent(cases)
    learnt, measured = (*splits.train, *splits.dev), (*splits.calibrate, *splits.test)

    assert (len(splits.train), len(splits.dev), len(measured)) == (550, 100, 350)
    assert max(c.inquiry.received_at for c in learnt) < min(c.inquiry.received_at for c in measured)
    assert {case.inquiry.received_at.weekday() for case in splits.test} == set(range(7))


def test_a_busy_service_is_measured_on_its_last_week() -> None:
    cases = a_history([f"customer {number}" for number in range(20_000)]).cases
    busy = tuple(
        replace(case, inquiry=replace(case.inquiry, received_at=START + number * TWO_MINUTES))
        for number, case in enumerate(cases)
    )
    splits = split_recent(busy)

    assert len(splits.calibrate) + len(splits.test) == 7 * 24 * 60 // 2
    assert len(splits.calibrate) == pytest.approx(5_040 * 20 / 35, rel=0.05)


def test_who_was_tested_on_last_week_is_tested_on_this_week() -> None:
    cases = a_history([f"customer {number}" for number in range(1_000)]).cases
    last, this = split_recent(cases[:-100]), split_recent(cases)
    tested = {case.inquiry.id for case in this.test}

    assert not tested & {case.inquiry.id for case in last.calibrate}
    assert tested & {case.inquiry.id for case in last.test}


def test_a_few_cases_can_be_split_too() -> None:
    cases = a_history(["carla", "dan"]).cases
    assert sum(map(len, parts(split_recent(cases)))) == 2
