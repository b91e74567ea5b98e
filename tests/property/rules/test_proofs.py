"""Laws of proofs: what is proven holds on every order, and what is shown exists."""

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.property.rules.strategies import (
    RECEIVED_AT,
    facts_of_schema,
    rules_for,
    schemas,
)

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType
from firstline.rules import CompiledRule, Condition, check, format_rule
from firstline.rules.proofs import NotDecided, Proven, Prover, Witness
from firstline.rules.tree import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    FactRef,
    Literal,
    Not,
    TextOperator,
    TextTest,
)


def is_true(rule: Condition, order: Witness) -> bool:
    compiled = CompiledRule(source="", condition=rule)
    return compiled.holds(order.facts, order.received_at) is True


@st.composite
def pairs_of_rules(draw: st.DrawFn) -> tuple[FactSchema, Condition, Condition]:
    schema = draw(schemas)
    rules = draw(rules_for(schema)), draw(rules_for(schema))
    assume(not any(check(format_rule(rule), schema) for rule in rules))
    return schema, *rules


@settings(max_examples=60)
@given(case=pairs_of_rules(), data=st.data())
def test_what_is_proven_holds_and_what_is_shown_exists(
    case: tuple[FactSchema, Condition, Condition], data: st.DataObject
) -> None:
    schema, one, other = case
    prover = Prover([one, other], schema, timeout_s=0.5)
    overlap = prover.never_both(one, other)
    only_one = prover.only_within(one, [other])

    if isinstance(overlap, Witness):
        assert is_true(one, overlap)
        assert is_true(other, overlap)
    if isinstance(only_one, Witness):
        assert is_true(one, only_one)
        assert not is_true(other, only_one)
    for facts in data.draw(st.lists(facts_within_limits(schema), max_size=20)):
        order = Witness(facts=facts, received_at=RECEIVED_AT)
        if isinstance(overlap, Proven):
            assert not (is_true(one, order) and is_true(other, order))
        if isinstance(only_one, Proven):
            assert is_true(other, order) or not is_true(one, order)


def facts_within_limits(schema: FactSchema) -> st.SearchStrategy[Facts]:
    def possible(facts: Facts) -> bool:
        years = [v.year for v in facts.values() if isinstance(v, date)]
        texts = [v for v in facts.values() if isinstance(v, str)]
        return all(1900 <= year <= 2200 for year in years) and "" not in texts

    return facts_of_schema(schema).filter(possible)


@settings(max_examples=30)
@given(case=pairs_of_rules())
def test_without_time_nothing_is_decided(case: tuple[FactSchema, Condition, Condition]) -> None:
    schema, *rules = case
    prover = Prover(rules, schema, timeout_s=0)

    for rule in rules:
        assert isinstance(prover.never_true(rule), NotDecided)
        assert isinstance(prover.always_true(rule), NotDecided)


CITY, TOWN = (FactRef(name=FactName(name)) for name in ("city", "town"))
TEXTS = FactSchema(
    (Fact(name=CITY.name, type=FactType.STRING), Fact(name=TOWN.name, type=FactType.STRING))
)
words = st.text("ab", min_size=1, max_size=3)
facts_that_are_texts = st.sampled_from([CITY, TOWN])
tests_of_texts = (
    st.builds(
        TextTest,
        value=facts_that_are_texts,
        operator=st.sampled_from(TextOperator),
        text=words.map(lambda text: Literal(value=text)),
    )
    | st.builds(
        Comparison,
        left=facts_that_are_texts,
        comparator=st.sampled_from([Comparator.IS, Comparator.IS_NOT]),
        right=words.map(lambda text: Literal(value=text)),
    )
    | st.just(Comparison(left=CITY, comparator=Comparator.IS, right=TOWN))
)
rules_on_texts = st.recursive(
    tests_of_texts,
    lambda parts: (
        st.builds(AllOf, parts=st.lists(parts, min_size=2, max_size=4).map(tuple))
        | st.builds(AnyOf, parts=st.lists(parts, min_size=2, max_size=4).map(tuple))
        | st.builds(Not, part=parts)
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(rule=rules_on_texts, orders=st.lists(st.tuples(words, words), max_size=20))
def test_rules_on_texts_are_always_decided(rule: Condition, orders: list[tuple[str, str]]) -> None:
    answer = Prover([rule], TEXTS).never_true(rule)

    assert not isinstance(answer, NotDecided)
    for city, town in orders if isinstance(answer, Proven) else ():
        facts: Facts = {CITY.name: city, TOWN.name: town}
        assert not is_true(rule, Witness(facts=facts, received_at=RECEIVED_AT))
