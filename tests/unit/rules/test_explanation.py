from datetime import datetime

import pytest

from firstline.domain.facts import Facts, FactSchema, FactValue
from firstline.domain.traces import Clause, Join
from firstline.rules import compile_rule, explain, parse
from firstline.rules.explanation import shown


def test_a_group_is_explained_part_by_part_with_the_values_seen(
    schema: FactSchema, carlas_order: Facts, received_at: datetime
) -> None:
    source = 'payment_type is "card" and (transaction_sum is order_cost or riders > 4)'
    assert compile_rule(source, schema).explain(carlas_order, received_at) == Clause(
        text=source,
        holds=None,
        join=Join.ALL,
        parts=(
            Clause(text='payment_type is "card"', holds=True, seen={"payment_type": "card"}),
            Clause(
                text="transaction_sum is order_cost or riders > 4",
                holds=None,
                join=Join.ANY,
                parts=(
                    Clause(
                        text="transaction_sum is order_cost",
                        holds=None,
                        seen={"transaction_sum": "missing", "order_cost": "12.50"},
                    ),
                    Clause(text="riders > 4", holds=False, seen={"riders": "2"}),
                ),
            ),
        ),
    )


def test_the_opposite_of_a_group_shows_the_group(
    carlas_order: Facts, received_at: datetime
) -> None:
    clause = explain(parse("not (riders is 2 or riders is 3)"), carlas_order, received_at)
    assert (clause.join, clause.holds) == (Join.NONE, False)
    assert [part.join for part in clause.parts] == [Join.ANY]


def test_the_opposite_of_one_condition_stays_one_clause(
    carlas_order: Facts, received_at: datetime
) -> None:
    clause = explain(parse("riders not in [1, 2]"), carlas_order, received_at)
    assert clause == Clause(text="riders not in [1, 2]", holds=False, seen={"riders": "2"})


def test_a_condition_about_the_inquirys_time_shows_it(
    carlas_order: Facts, received_at: datetime
) -> None:
    clause = explain(parse("order_created_at less than 2 hours ago"), carlas_order, received_at)
    assert clause.seen == {
        "order_created_at": "2026-03-01T10:00:00+00:00",
        "received_at": "2026-03-01T12:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "missing"), (True, "true"), ((), "none"), (("a", "b"), "a, b"), (5, "5"), ("x", "x")],
)
def test_values_are_shown_in_words(value: FactValue, text: str) -> None:
    assert shown(value) == text
