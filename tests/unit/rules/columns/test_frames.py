from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import polars as pl
import pytest
from tests.unit.rules.columns.conftest import order

from firstline.domain.facts import Facts, FactSchema
from firstline.rules.columns import fact_frame

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def frame_of(schema: FactSchema, *orders: Facts) -> pl.DataFrame:
    return fact_frame(orders, [NOON] * len(orders), schema)


def test_a_column_says_what_its_values_are(schema: FactSchema, carlas_order: Facts) -> None:
    frame = frame_of(schema, carlas_order)
    expected: dict[str, pl.DataType] = {
        "fact:payment_type": pl.Enum(["card", "cash", "wallet"]),
        "fact:refund_type": pl.Enum(["voucher", "money"]),
        "fact:transaction_status": pl.Enum(["clear_success", "held"]),
        "fact:transaction_sum": pl.Decimal(1, 0),
        "fact:order_cost": pl.Decimal(4, 2),
        "fact:riders": pl.Int64(),
        "fact:is_vip": pl.Boolean(),
        "fact:city": pl.String(),
        "fact:options": pl.List(pl.String()),
        "fact:birthday": pl.Date(),
        "fact:order_created_at": pl.Datetime("us", "UTC"),
        "fact:delivered_at": pl.Datetime("us", "UTC"),
        "fact:days": pl.Int64(),
        "received_at": pl.Datetime("us", "UTC"),
    }
    assert dict(frame.schema) == expected
    for name, value in carlas_order.items():
        kept = frame[f"fact:{name}"].to_list()[0]
        assert kept == (list(value) if isinstance(value, tuple) else value)


def test_unknown_and_not_given_are_null(schema: FactSchema) -> None:
    unknown = {fact.name: None for fact in schema}
    frame = frame_of(schema, order(), unknown)
    assert frame.drop("received_at").null_count().row(0) == (2,) * len(unknown)


def test_there_may_be_no_inquiry(schema: FactSchema, carlas_order: Facts) -> None:
    assert frame_of(schema).columns == frame_of(schema, carlas_order).columns
    assert frame_of(schema).height == 0


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["12.50", "7"], pl.Decimal(4, 2)),
        (["0.005", "-1E+3"], pl.Decimal(7, 3)),
        (["-0.00"], pl.Decimal(2, 2)),
        (["1E-30", "9.9E+7"], pl.Decimal(38, 30)),
        (["1E-30", "9.9E+8"], pl.Binary()),
    ],
)
def test_money_has_as_many_digits_as_it_needs(
    amounts: list[str], expected: pl.DataType, schema: FactSchema
) -> None:
    orders = (order(order_cost=Decimal(amount)) for amount in amounts)
    column = frame_of(schema, *orders)["fact:order_cost"]
    assert column.dtype == expected
    digits = [value.decode() if isinstance(value, bytes) else value for value in column]
    assert [Decimal(value) for value in digits] == [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("riders", "expected"),
    [
        (2**63 - 1, pl.Int64()),
        (-(2**63), pl.Decimal(19, 0)),
        (10**38, pl.Binary()),
    ],
)
def test_whole_numbers_too(riders: int, expected: pl.DataType, schema: FactSchema) -> None:
    column = frame_of(schema, order(riders=riders), order())["fact:riders"]
    assert column.dtype == expected
    assert int(column[0]) == riders


def test_lists_that_occur_twice_are_still_lists_of_their_orders(schema: FactSchema) -> None:
    lists = [("pool",), (), None, ("child_seat", "pool"), ("pool",)]
    column = frame_of(schema, *(order(options=items) for items in lists))["fact:options"]
    assert column.to_list() == [items if items is None else list(items) for items in lists]


def test_times_are_kept_in_utc(schema: FactSchema) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    ends = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    times = [tokyo, *ends]
    frame = fact_frame([order(delivered_at=time) for time in times], times, schema)
    assert frame["fact:delivered_at"].to_list() == times
    assert frame["received_at"].to_list() == times
