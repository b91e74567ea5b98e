"""Every back end says of every rule what the plain oracle says, and so does Rust's CEL."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import cel
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.rules import truth as oracle
from tests.property.rules.rows import random_rows
from tests.property.rules.solving import solved
from tests.property.rules.strategies import RECEIVED_AT, VALUES, rules_for, schemas

from firstline.domain.errors import InquiryError, RuleError
from firstline.domain.facts import FactName, Facts, FactSchema, FactValue
from firstline.rules import CompiledRule, Condition, format_rule
from firstline.rules.cel import cel_context, to_cel
from firstline.rules.columns import fact_frame, truth
from firstline.rules.proofs import Proven, Prover, Witness
from firstline.rules.tree import (
    AllOf,
    Always,
    Comparator,
    Comparison,
    FactRef,
    Literal,
    Missing,
    Not,
    ReceivedAt,
    TextOperator,
    TextTest,
    facts_of_rule,
)

RULES, ROWS = 450, 300
PROVEN_RULES, PROVEN_ROWS = 100, 4  # a search takes milliseconds, not microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Inquiries of one schema, as each back end wants them."""

    schema: FactSchema
    inquiries: Sequence[tuple[Facts, datetime]]
    frame: pl.DataFrame
    contexts: Sequence[cel.Context | None]
    """None where a number is too large for CEL."""


@cache
def table_for(schema: FactSchema) -> Table:
    facts = random_rows(schema, ROWS, seed=len(schema.facts))
    times = [RECEIVED_AT + timedelta(minutes=number % 7) for number in range(ROWS)]
    inquiries = list(zip(facts, times, strict=True))
    return Table(
        schema=schema,
        inquiries=inquiries,
        frame=fact_frame(facts, times, schema),
        contexts=[context_or_none(inquiry, schema) for inquiry in inquiries],
    )


def context_or_none(inquiry: tuple[Facts, datetime], schema: FactSchema) -> cel.Context | None:
    try:
        return cel.Context(variables=cel_context(*inquiry, schema))
    except InquiryError:
        return None


def closures(rule: Condition, table: Table) -> list[bool | None]:
    compiled = CompiledRule(source="", condition=rule)
    return [compiled.holds(*inquiry) for inquiry in table.inquiries]


def explanations(rule: Condition, table: Table) -> list[bool | None]:
    compiled = CompiledRule(source="", condition=rule)
    return [compiled.explain(*inquiry).holds for inquiry in table.inquiries]


def columns(rule: Condition, table: Table) -> list[bool | None]:
    return table.frame.select(truth(rule, table.frame)).to_series().to_list()


def formulas(rule: Condition, table: Table) -> list[bool | None]:
    return solved(rule, table.schema, table.inquiries)


BACK_ENDS = (closures, explanations, columns, formulas)
_NAMES = [back_end.__name__ for back_end in BACK_ENDS]
TOO_LARGE = "too large"


def cel_answers(rule: Condition, table: Table) -> list[bool | str]:
    """Two-valued: whether the rule is true, or that a number is too large for CEL."""
    try:
        program = cel.compile(to_cel(rule, table.schema))
    except RuleError:
        return [TOO_LARGE] * ROWS
    return [cel_answer(program, context) for context in table.contexts]


def cel_answer(program: cel.Program, context: cel.Context | None) -> bool | str:
    try:
        return TOO_LARGE if context is None else program.execute(context) is True
    except OverflowError:
        return TOO_LARGE


@st.composite
def cases(draw: st.DrawFn) -> tuple[FactSchema, Condition]:
    schema = draw(schemas)
    return schema, draw(rules_for(schema))


def test_all_back_ends_agree_on_a_hundred_thousand_evaluations_each() -> None:
    evaluations: Counter[str] = Counter()

    @settings(max_examples=RULES)
    @given(case=cases())
    def compare(case: tuple[FactSchema, Condition]) -> None:
        schema, rule = case
        table = table_for(schema)
        right = [oracle(rule, *inquiry) for inquiry in table.inquiries]
        for back_end in BACK_ENDS:
            assert back_end(rule, table) == right, (back_end.__name__, format_rule(rule))
            evaluations[back_end.__name__] += len(right)
        judged = zip(cel_answers(rule, table), right, strict=True)
        comparable = [(answer, truth is True) for answer, truth in judged if answer != TOO_LARGE]
        assert all(answer is truth for answer, truth in comparable), format_rule(rule)
        evaluations["cel"] += len(comparable)
        evaluations.update(str(truth) for truth in right)

    compare()
    assert min(evaluations[b] for b in (*_NAMES, "cel")) >= 100_000
    # nor is the agreement one of rules that are nearly always unknown
    assert min(evaluations[truth] for truth in ("True", "False", "None")) >= 20_000


@settings(max_examples=PROVEN_RULES)
@given(case=cases())
def test_a_proof_about_one_order_says_what_the_rule_says_of_it(
    case: tuple[FactSchema, Condition],
) -> None:
    schema, rule = case
    orders = [just(facts, facts_of_rule(rule)) for facts in provable_rows(schema)]
    denied = Not(part=rule)
    prover = Prover([rule, denied, *orders], schema)
    for order, facts in zip(orders, provable_rows(schema), strict=True):
        can_be_true = prover.find(true=[rule, order])
        can_be_false = prover.find(true=[denied, order])
        expected = {
            True: (Witness, Proven),
            False: (Proven, Witness),
            None: (Proven, Proven),
        }[oracle(rule, facts, RECEIVED_AT)]
        assert (type(can_be_true), type(can_be_false)) == expected, format_rule(rule)


@cache
def provable_rows(schema: FactSchema) -> list[Facts]:
    """Facts as an inquiry can bring them: none is extreme, and no text is empty."""
    rows = random_rows(schema, PROVEN_ROWS, seed=len(schema.facts), extremes=0)
    return [{name: value for name, value in row.items() if value != ""} for row in rows]


def just(facts: Facts, names: Iterable[FactName]) -> Condition:
    """The condition that is true of this order alone, as far as these facts go."""
    tests = [test for name in sorted(names) for test in just_one(name, facts.get(name))]
    now = Comparison(left=ReceivedAt(), comparator=Comparator.IS, right=Literal(value=RECEIVED_AT))
    return AllOf(parts=(Always(), now, *tests))


def just_one(name: FactName, value: FactValue) -> list[Condition]:
    fact = FactRef(name=name)
    if value is None:
        return [Missing(fact=fact)]
    if not isinstance(value, tuple):
        return [Comparison(left=fact, comparator=Comparator.IS, right=Literal(value=value))]
    has = {
        item: TextTest(value=fact, operator=TextOperator.CONTAINS, text=Literal(value=item))
        for item in VALUES
    }
    return [test if item in value else Not(part=test) for item, test in has.items()]
