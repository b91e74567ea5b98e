from datetime import datetime
from itertools import cycle, islice

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.rules.rows import random_rows
from tests.property.rules.strategies import moments, rules_for, schemas

from firstline.domain.facts import FactSchema
from firstline.rules import CompiledRule, Condition
from firstline.rules.columns import fact_frame, truth

ROWS = 100


@st.composite
def cases(draw: st.DrawFn) -> tuple[FactSchema, Condition]:
    schema = draw(schemas)
    return schema, draw(rules_for(schema))


@settings(max_examples=100)
@given(case=cases(), seed=st.integers(), times=st.lists(moments, min_size=1, max_size=5))
def test_columns_say_of_every_inquiry_what_the_rule_says_of_it_alone(
    case: tuple[FactSchema, Condition], seed: int, times: list[datetime]
) -> None:
    schema, rule = case
    facts = random_rows(schema, ROWS, seed)
    received_at = list(islice(cycle(times), ROWS))
    frame = fact_frame(facts, received_at, schema)
    alone = CompiledRule(source="", condition=rule)
    assert frame.select(holds=truth(rule, frame))["holds"].to_list() == [
        alone.holds(*inquiry) for inquiry in zip(facts, received_at, strict=True)
    ]
