from hypothesis import assume, given
from hypothesis import strategies as st
from tests.property.rules.strategies import RECEIVED_AT, facts_of_schema, rules_for, schemas

from firstline.domain.facts import Facts, FactSchema
from firstline.domain.traces import Clause, Join
from firstline.rules import (
    CompiledRule,
    Condition,
    check,
    explain,
    format_rule,
    guaranteed_facts,
)
from firstline.rules.drawing import decisive
from firstline.rules.tree import AllOf, AnyOf, Missing, Not, subconditions


def truth(rule: Condition, facts: Facts) -> bool | None:
    return CompiledRule(source="", condition=rule).holds(facts, RECEIVED_AT)


@st.composite
def cases(draw: st.DrawFn) -> tuple[FactSchema, Condition, Facts]:
    schema = draw(schemas)
    return schema, draw(rules_for(schema)), draw(facts_of_schema(schema))


@given(case=cases())
def test_a_rule_that_the_checker_accepts_never_raises(
    case: tuple[FactSchema, Condition, Facts],
) -> None:
    schema, rule, facts = case
    assume(not check(format_rule(rule), schema))
    assert truth(rule, facts) in (True, False, None)


@given(case=cases())
def test_the_explanation_agrees_with_the_truth(case: tuple[FactSchema, Condition, Facts]) -> None:
    _, rule, facts = case
    clause = explain(rule, facts, RECEIVED_AT)
    assert clause.holds is truth(rule, facts)
    assert_parts_agree(clause)


@given(case=cases())
def test_what_decided_still_decides_when_the_rest_is_left_out(
    case: tuple[FactSchema, Condition, Facts],
) -> None:
    _, rule, facts = case
    clause = decisive(explain(rule, facts, RECEIVED_AT))
    assert clause.holds is truth(rule, facts)
    assert_parts_agree(clause)


def assert_parts_agree(clause: Clause) -> None:
    truths = [part.holds for part in clause.parts]
    match clause.join:
        case Join.ALL:
            assert (clause.holds is True) == all(part is True for part in truths)
            assert (clause.holds is False) == any(part is False for part in truths)
        case Join.ANY:
            assert (clause.holds is True) == any(part is True for part in truths)
            assert (clause.holds is False) == all(part is False for part in truths)
        case Join.NONE:
            assert (clause.holds is True) == all(part is False for part in truths)
            assert (clause.holds is False) == any(part is True for part in truths)
        case None:
            assert not truths
    for part in clause.parts:
        assert_parts_agree(part)


@given(case=cases())
def test_what_a_true_rule_guarantees_is_present(
    case: tuple[FactSchema, Condition, Facts],
) -> None:
    _, rule, facts = case
    for claim in (rule, Not(part=rule)):
        present = all(facts.get(name) is not None for name in guaranteed_facts(claim))
        assert present or not truth(claim, facts)


@given(case=cases(), data=st.data())
def test_learning_a_fact_never_overturns_what_was_certain(
    case: tuple[FactSchema, Condition, Facts], data: st.DataObject
) -> None:
    schema, rule, facts = case
    assume(not asks_whether_missing(rule))
    before = truth(rule, facts)
    learned = {
        **data.draw(facts_of_schema(schema)),
        **{name: value for name, value in facts.items() if value is not None},
    }
    assert before is None or truth(rule, learned) is before


def asks_whether_missing(rule: Condition) -> bool:
    return isinstance(rule, Missing) or any(map(asks_whether_missing, subconditions(rule)))


@given(case=cases())
def test_not_turns_true_to_false_and_leaves_unknown(
    case: tuple[FactSchema, Condition, Facts],
) -> None:
    _, rule, facts = case
    plain = truth(rule, facts)
    assert truth(Not(part=rule), facts) is (None if plain is None else not plain)


@given(case=cases(), data=st.data())
def test_denying_all_is_accepting_the_denial_of_any(
    case: tuple[FactSchema, Condition, Facts], data: st.DataObject
) -> None:
    schema, rule, facts = case
    parts = (rule, data.draw(rules_for(schema)))
    denied = tuple(Not(part=part) for part in parts)
    assert truth(Not(part=AllOf(parts=parts)), facts) is truth(AnyOf(parts=denied), facts)
