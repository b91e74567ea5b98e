from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactName, Facts, FactSchema
from firstline.rules import compile_rule

TRUE_OF_CARLAS_ORDER = [
    "always",
    'payment_type is "card" and transaction_status is “clear_success”',
    'payment_type is not "cash"',
    'payment_type in ["cash", "card"] and riders not in [1, 3]',
    "order_cost is 12.5 and order_cost > 12 and order_cost <= 12.50",
    "order_cost between 12.50 and 13 and riders not between 3 and 4",
    "order_cost * 2 is 25 and riders + 1 - 3 is 0 and riders * order_cost >= 25.00",
    "is_vip is false",
    'city contains "t-D" and city starts with "Saint" and city does not end with "x"',
    'options contains "pool" and options does not contain "child_seat"',
    "delivered_at is missing and city is present",
    "order_created_at < received_at and order_created_at is 2026-03-01T11:00+01:00",
    "order_created_at at least 2 hours ago and order_created_at at most 2 hours ago",
    "order_created_at more than 119 minutes ago and order_created_at less than 7201 seconds ago",
    "received_at more than 1 hour after order_created_at",
    "order_created_at less than 1 day before received_at",
    "within 120 minutes of order_created_at and order_created_at not within 1 hour of received_at",
    'not (payment_type is "cash" or (riders > 2 and not (is_vip is true or riders is 2)))',
]


@pytest.mark.parametrize("rule", TRUE_OF_CARLAS_ORDER)
def test_a_rule_holds(
    rule: str, schema: FactSchema, carlas_order: Facts, received_at: datetime
) -> None:
    assert compile_rule(rule, schema).holds(carlas_order, received_at) is True
    assert compile_rule(f"not ({rule})", schema).holds(carlas_order, received_at) is False


@pytest.mark.parametrize("item", ["pool", "child_seat"])
def test_r07_any_item_of_a_list_is_found_not_only_the_first(
    item: str, schema: FactSchema, received_at: datetime
) -> None:
    options = {FactName("options"): ("pool", "child_seat")}
    rule = compile_rule(f'options contains "{item}"', schema)
    assert rule.holds(options, received_at) is True


@pytest.mark.parametrize("rule", ['options is "pool"', 'options in ["pool"]', "options > 1"])
def test_r07_a_list_cannot_be_compared_as_if_it_were_one_value(
    rule: str, schema: FactSchema
) -> None:
    with pytest.raises(RuleError, match="list"):
        compile_rule(rule, schema)


@pytest.mark.parametrize(
    "rule",
    [
        "transaction_sum is order_cost",
        "transaction_sum is not order_cost",
        "not transaction_sum > 5",
        "transaction_sum - order_cost < 1",
        "transaction_sum in [1, 2]",
        "riders between 100 and transaction_sum",
        "birthday < 2000-01-01",
        "delivered_at within 2 hours of order_created_at",
        "delivered_at more than 1 hour ago",
        'transaction_sum > 5 and payment_type is "card"',
        'transaction_sum > 5 or payment_type is "cash"',
    ],
)
def test_an_unknown_fact_never_makes_a_rule_true(
    rule: str, schema: FactSchema, carlas_order: Facts, received_at: datetime
) -> None:
    assert compile_rule(rule, schema).holds(carlas_order, received_at) is None
    assert compile_rule(f"not ({rule})", schema).holds(carlas_order, received_at) is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('transaction_sum > 5 and payment_type is "cash"', False),
        ('transaction_sum > 5 or payment_type is "card"', True),
        ("transaction_sum > 5 or transaction_sum is missing", True),
    ],
)
def test_what_is_known_can_decide_alone(
    rule: str, expected: object, schema: FactSchema, carlas_order: Facts, received_at: datetime
) -> None:
    assert compile_rule(rule, schema).holds(carlas_order, received_at) is expected


@pytest.mark.parametrize("rule", ["ago", "before received_at", "after received_at"])
@pytest.mark.parametrize("bound", ["more than", "at least", "less than", "at most"])
def test_a_time_on_the_other_side_is_neither_near_nor_far(
    bound: str, rule: str, schema: FactSchema, received_at: datetime
) -> None:
    other_side = timedelta(hours=-1 if rule.startswith("after") else 1)
    facts = {FactName("delivered_at"): received_at + other_side}
    compiled = compile_rule(f"delivered_at {bound} 5 minutes {rule}", schema)
    assert compiled.holds(facts, received_at) is False


def test_an_hour_that_the_clock_skipped_did_not_pass(schema: FactSchema) -> None:
    paris = ZoneInfo("Europe/Paris")
    facts = {FactName("order_created_at"): datetime(2026, 3, 29, 1, 30, tzinfo=paris)}
    source = "order_created_at at most 1 hour ago and within 1 hour of order_created_at"
    rule = compile_rule(source, schema)
    assert rule.holds(facts, datetime(2026, 3, 29, 3, 30, tzinfo=paris)) is True


def test_money_is_never_rounded(schema: FactSchema, received_at: datetime) -> None:
    facts: Mapping[FactName, Decimal] = {
        FactName("order_cost"): Decimal("999999999999999999999999999.99"),
        FactName("transaction_sum"): Decimal("0.0000000000000000000000000001"),
    }
    rule = compile_rule("order_cost + transaction_sum > order_cost", schema)
    assert rule.holds(facts, received_at) is True


def test_a_rule_is_asked_about_the_inquirys_time_not_the_clocks(
    schema: FactSchema, carlas_order: Facts, received_at: datetime
) -> None:
    rule = compile_rule("order_created_at more than 3 hours ago", schema)
    assert rule.holds(carlas_order, received_at) is False
    assert rule.holds(carlas_order, received_at + timedelta(hours=2)) is True
    assert rule.holds(carlas_order, datetime(2036, 1, 1, tzinfo=UTC)) is True
