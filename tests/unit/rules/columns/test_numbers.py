from decimal import Decimal

import pytest
from tests.unit.rules.columns.conftest import Ask, order

# At the ends of what 64 bits, 128 bits and 38 digits can hold.
EDGES = [2**63 - 1, 2**63, 2**126, 2**127 - 1, 10**38 - 1, 10**38]


def test_numbers_are_compared_across_types_and_decimal_places(ask: Ask) -> None:
    orders = (order(riders=2, order_cost=Decimal("2.50")), order(riders=3), order())
    assert ask("riders > 2.5", *orders) == [False, True, None]
    assert ask("riders + 0.5 in [2.50, 3]", *orders) == [True, False, None]
    assert ask("order_cost is 2.500", *orders) == [True, None, None]
    assert ask("order_cost < 2.505 and riders < order_cost", *orders) == [True, None, None]
    assert ask("order_cost in [1, 2.5]", *orders) == [True, None, None]


def test_a_calculation_is_exact(ask: Ask) -> None:
    orders = (
        order(order_cost=Decimal("0.1"), transaction_sum=Decimal("0.3")),
        order(order_cost=Decimal("0.10"), transaction_sum=Decimal("0.30000000000000004")),
        order(order_cost=Decimal("0.1")),
    )
    assert ask("order_cost * 3 is transaction_sum", *orders) == [True, False, None]
    assert ask("order_cost + 0.2 is transaction_sum", *orders) == [True, False, None]
    assert ask("transaction_sum - order_cost - 0.2 is 0", *orders) == [True, False, None]


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("sign", [1, -1])
def test_whole_numbers_never_overflow(edge: int, sign: int, ask: Ask) -> None:
    orders = [order(riders=sign * edge, days=sign * edge + d) for d in (-1, 0, 1)]
    assert ask("riders <= `days`", *orders) == [False, True, True]
    assert ask("riders + 1 <= `days`", *orders) == [False, False, True]
    assert ask("riders * 10 <= `days` * 10", *orders) == [False, True, True]
    assert ask("riders - `days` is 0", *orders) == [False, True, False]
    assert ask("riders * `days` > 0 and riders not in [1, 2]", *orders) == [True, True, True]


def test_money_is_never_rounded(ask: Ask) -> None:
    orders = (
        order(
            order_cost=Decimal("999999999999999999999999999.99"),
            transaction_sum=Decimal("0.0000000000000000000000000001"),
        ),
        order(order_cost=Decimal("9.99E+30"), transaction_sum=Decimal("-1E-30")),
        order(order_cost=Decimal(1)),
        order(transaction_sum=Decimal(1)),
    )
    assert ask("order_cost + transaction_sum > order_cost", *orders) == [True, False, None, None]
    assert ask("transaction_sum * transaction_sum > 0", *orders) == [True, True, None, True]
    assert ask("order_cost between transaction_sum and 10", *orders) == [False, False, None, None]


@pytest.mark.parametrize("times", [1, 10, 200])
def test_a_fixed_number_may_have_any_number_of_digits(times: int, ask: Ask) -> None:
    def product(terms: int) -> str:
        if terms == 1:
            return "0.000000000000000000000000001"
        return f"({product(terms // 2)} * {product(terms - terms // 2)})"

    assert ask(f"riders > {product(times)}", order(riders=0), order(riders=1), order()) == [
        False,
        True,
        None,
    ]
