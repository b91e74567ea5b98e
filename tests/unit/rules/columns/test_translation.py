from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from tests.unit.rules.columns.conftest import Ask, order
from tests.unit.rules.test_evaluation import TRUE_OF_CARLAS_ORDER

from firstline.domain.facts import Facts, FactSchema
from firstline.rules import parse
from firstline.rules.columns import fact_frame, truth

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize("rule", TRUE_OF_CARLAS_ORDER)
def test_a_rule_holds_among_many_orders(rule: str, ask: Ask, carlas_order: Facts) -> None:
    assert ask(rule, order(), carlas_order)[1] is True
    assert ask(f"not ({rule})", order(), carlas_order)[1] is False


def test_an_unknown_fact_makes_a_test_unknown(ask: Ask) -> None:
    orders = (order(riders=1), order(riders=3), order(riders=None), order())
    assert ask("riders > 2", *orders) == [False, True, None, None]
    assert ask("riders not in [1, 2]", *orders) == [False, True, None, None]
    assert ask("riders > 2 or city is missing", *orders) == [True, True, True, True]
    assert ask("riders > 2 and city is present", *orders) == [False, False, False, False]


@pytest.mark.parametrize("facts", [{"riders": 9}, {"riders": 9, "days": 3}, {"days": 3}])
def test_a_range_with_an_unknown_end_is_unknown_on_either_side(
    facts: dict[str, int], ask: Ask
) -> None:
    expected = None if len(facts) == 1 else False
    assert ask("riders between 1 and `days`", order(**facts)) == [expected]
    assert ask("riders not between `days` and 5", order(**facts)) == [
        None if expected is None else True
    ]


def test_a_fixed_value_may_come_first(ask: Ask) -> None:
    orders = (order(riders=1, payment_type="card"), order(riders=3), order())
    assert ask("2 < riders", *orders) == [False, True, None]
    assert ask('"card" is payment_type', *orders) == [True, None, None]
    assert ask("2026-03-01T12:00+00:00 is received_at", *orders) == [True, True, True]


def test_always_is_true_of_each_order_and_of_none(ask: Ask) -> None:
    assert ask("always", order(), order(riders=1)) == [True, True]
    assert ask("always") == []


def test_enums_of_different_values_are_compared_by_their_words(
    ask: Ask, schema: FactSchema
) -> None:
    orders = (
        order(payment_type="card", city="card"),
        order(payment_type="card", city="Paris"),
        order(payment_type="cash"),
    )
    assert ask("payment_type is city", *orders) == [True, False, None]
    assert ask("payment_type is not city", *orders) == [False, True, None]
    frame = fact_frame([order(payment_type="card", refund_type="money")], [LAST], schema)
    words = frame.select(truth(parse("payment_type is refund_type"), frame))
    assert words.item() is False


def test_a_part_of_a_text_is_no_pattern(ask: Ask) -> None:
    orders = (order(city="St. Denis"), order(city="Stockholm"), order(city=""))
    assert ask('city contains "."', *orders) == [True, False, False]
    assert ask('city starts with "St."', *orders) == [True, False, False]
    assert ask('city ends with ".*"', *orders) == [False, False, False]


def test_an_empty_list_is_known(ask: Ask) -> None:
    orders = (order(options=()), order(options=("pool",)), order())
    assert ask('options contains "pool"', *orders) == [False, True, None]
    assert ask("options is missing", *orders) == [False, False, True]


def test_yes_and_no_and_dates_are_compared(ask: Ask) -> None:
    orders = (order(is_vip=True, birthday=date(1990, 5, 17)), order(is_vip=False), order())
    assert ask("is_vip is true", *orders) == [True, False, None]
    assert ask("is_vip in [false]", *orders) == [False, True, None]
    assert ask("birthday between 1990-05-17 and 2000-01-01", *orders) == [True, None, None]
    assert ask("birthday in [1990-05-17, 0001-01-01]", *orders) == [True, None, None]


@pytest.mark.parametrize(
    "rule",
    [
        "order_created_at < 9999-12-31T23:59:59-12:00",
        "order_created_at >= 0001-01-01T00:00:00+12:00",
        "order_created_at in [9999-12-31T23:59:59.999999+00:00, 0001-01-01T00:00:00+12:00]",
        "order_created_at more than 36500 days before delivered_at",
        "delivered_at within 36500 days of order_created_at",
        "order_created_at at least 0 days ago",
    ],
)
def test_the_ends_of_the_calendar_are_times_like_any_other(rule: str, ask: Ask) -> None:
    times = (FIRST, LAST, LAST.replace(tzinfo=timezone(-timedelta(hours=12))))
    ask(rule, *(order(order_created_at=a, delivered_at=b) for a in times for b in times))


def test_many_rules_are_asked_at_once_of_part_of_a_larger_table(
    schema: FactSchema, received_at: datetime
) -> None:
    frame = fact_frame([order(riders=n) for n in range(5)], [received_at] * 5, schema)
    rules = ["always", "riders > 2", "city is missing"]
    asked = frame.with_row_index("inquiry").lazy().filter(truth(parse("riders in [1, 4]"), frame))
    found = asked.select("inquiry", *(truth(parse(rule), frame).alias(rule) for rule in rules))
    assert found.collect(engine="streaming").rows() == [
        (1, True, False, True),
        (4, True, True, True),
    ]


@pytest.mark.parametrize("rule", ["riders + received_at > 5", "order_created_at > riders + 1"])
def test_a_rule_that_the_checker_refuses_becomes_no_expression(
    rule: str, schema: FactSchema
) -> None:
    with pytest.raises(TypeError):
        truth(parse(rule), fact_frame([], [], schema))
