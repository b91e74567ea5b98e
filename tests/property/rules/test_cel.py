"""An engine that others wrote, Rust's CEL, judges what a rule means."""

import cel
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from tests.property.rules.rows import random_rows
from tests.property.rules.strategies import RECEIVED_AT, rules_for, schemas

from firstline.domain.errors import InquiryError, RuleError
from firstline.domain.facts import Facts, FactSchema
from firstline.rules import CompiledRule, Condition
from firstline.rules.cel import cel_context, to_cel
from firstline.rules.two_valued import two_valued


def holds(rule: Condition, facts: Facts) -> bool | None:
    return CompiledRule(source="", condition=rule).holds(facts, RECEIVED_AT)


@st.composite
def rules_with_rows(draw: st.DrawFn) -> tuple[FactSchema, Condition, list[Facts]]:
    schema, seed = draw(schemas), draw(st.integers(min_value=0, max_value=10_000))
    return schema, draw(rules_for(schema)), random_rows(schema, 50, seed)


@given(case=rules_with_rows())
@settings(max_examples=200)
def test_a_rule_is_true_in_cel_exactly_where_it_is_true_here(
    case: tuple[FactSchema, Condition, list[Facts]],
) -> None:
    schema, rule, rows = case
    program = compiled(rule, schema)
    judged = [(judge(program, facts, schema), holds(rule, facts)) for facts in rows]
    assert all(answer is None or answer is (truth is True) for answer, truth in judged)


def compiled(rule: Condition, schema: FactSchema) -> cel.Program:
    try:
        return cel.compile(to_cel(rule, schema))
    except RuleError:  # a number too large for CEL
        reject()


def judge(program: cel.Program, facts: Facts, schema: FactSchema) -> bool | None:
    """CEL's answer, or nothing where a number is too large for it."""
    try:
        answer: bool = program.execute(cel_context(facts, RECEIVED_AT, schema))
    except (InquiryError, OverflowError):
        return None
    return answer


@given(case=rules_with_rows())
def test_spelling_out_what_a_rule_needs_leaves_nothing_unknown(
    case: tuple[FactSchema, Condition, list[Facts]],
) -> None:
    _, rule, rows = case
    spelt_out = two_valued(rule)
    for facts in rows:
        assert holds(spelt_out, facts) is (holds(rule, facts) is True)
