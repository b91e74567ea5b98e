from datetime import datetime

import pytest

from firstline.domain.facts import Facts
from firstline.rules import draw, explain, parse
from firstline.rules.drawing import decisive


def test_a_rule_is_drawn_as_a_tree_with_the_values_seen(
    carlas_order: Facts, received_at: datetime
) -> None:
    source = 'payment_type is "card" and not (riders is 2 or order_cost > transaction_sum)'
    clause = explain(parse(source), carlas_order, received_at)

    assert list(draw(clause)) == [
        "✗ all of:",
        '  ✓ payment_type is "card"  (payment_type = card)',
        "  ✗ none of:",
        "    ✓ any of:",
        "      ✓ riders is 2  (riders = 2)",
        "      ? order_cost > transaction_sum  (order_cost = 12.50, transaction_sum = missing)",
    ]


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("always", ["✓ always"]),
        ("riders is 2 and riders < 2", ["✗ riders < 2  (riders = 2)"]),
        ("riders is 2 and city is missing", ["✗ city is missing  (city = Saint-Denis)"]),
        ("riders is 2 or riders < 2", ["✓ riders is 2  (riders = 2)"]),
        (
            "riders > 2 or riders < 2",
            ["✗ any of:", "  ✗ riders > 2  (riders = 2)", "  ✗ riders < 2  (riders = 2)"],
        ),
        (
            "riders is 2 and transaction_sum > 0",
            ["? transaction_sum > 0  (transaction_sum = missing)"],
        ),
        ("not (riders < 2 or riders is 2)", ["✗ none of:", "  ✓ riders is 2  (riders = 2)"]),
    ],
)
def test_only_the_conditions_that_decided_are_left(
    source: str, drawn: list[str], carlas_order: Facts, received_at: datetime
) -> None:
    assert list(draw(decisive(explain(parse(source), carlas_order, received_at)))) == drawn
