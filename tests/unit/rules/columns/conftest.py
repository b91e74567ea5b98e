from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

import pytest

from firstline.domain.facts import FactName, Facts, FactSchema, FactValue
from firstline.rules import compile_rule
from firstline.rules.columns import fact_frame, truth

Ask: TypeAlias = Callable[..., list[bool | None]]


@pytest.fixture
def ask(schema: FactSchema, received_at: datetime) -> Ask:
    """Ask a rule of many orders at once, and hold the answers against those for each alone."""

    def answers(source: str, *orders: Facts) -> list[bool | None]:
        rule = compile_rule(source, schema)
        frame = fact_frame(orders, [received_at] * len(orders), schema)
        found = frame.select(holds=truth(rule.condition, frame))["holds"].to_list()
        assert found == [rule.holds(order, received_at) for order in orders]
        return found

    return answers


def order(**facts: FactValue) -> Facts:
    return {FactName(name): value for name, value in facts.items()}
