"""Random schemas, rules and facts, shared by the laws of the rule language."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType, FactValue
from firstline.rules.kinds import KIND_OF_FACT, ORDERED, Kind
from firstline.rules.limits import excess
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Between,
    Bound,
    Comparator,
    Comparison,
    Condition,
    Duration,
    Elapsed,
    FactRef,
    Literal,
    Missing,
    Not,
    OneOf,
    Operand,
    ReceivedAt,
    Side,
    TextOperator,
    TextTest,
    Unit,
    Within,
)

Operands: TypeAlias = SearchStrategy[Operand]

RECEIVED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
VALUES = ("card", "cash", "wallet", 'say "hi"', "naïve\\n")

# Plain names, words of the language, and names that no grammar foresees.
names = st.sampled_from(
    [
        "payment_type",
        "order_cost",
        "riders",
        "Days",
        "is",
        "received_at",
        "order.cost",
        "сумма",
        "a b",
    ]
).map(FactName)

durations = st.builds(
    Duration, count=st.integers(min_value=0, max_value=90), unit=st.sampled_from(Unit)
)
moments = st.builds(
    lambda seconds, offset: (RECEIVED_AT + timedelta(seconds=seconds)).astimezone(offset),
    st.integers(min_value=-7200, max_value=7200) | st.sampled_from([-3600, -60, 0, 60]),
    st.integers(min_value=-720, max_value=720).map(lambda m: timezone(timedelta(minutes=m))),
)
numbers = st.integers(min_value=-5, max_value=5) | st.decimals(min_value=-5, max_value=5, places=2)
values_of_kind: dict[Kind, SearchStrategy[str | bool | int | Decimal | date | datetime]] = {
    Kind.TEXT: st.sampled_from(VALUES),
    Kind.NUMBER: numbers,
    Kind.FLAG: st.booleans(),
    Kind.DATE: st.dates(min_value=date(2026, 2, 27), max_value=date(2026, 3, 2)),
    Kind.TIME: moments,
}


def _schema(*, facts_per_type: int, lists_are_closed: bool) -> FactSchema:
    closed = {FactType.ENUM, FactType.LIST} if lists_are_closed else {FactType.ENUM}
    return FactSchema(
        tuple(
            Fact(
                name=FactName(f"{fact_type.value}_{number}"),
                type=fact_type,
                nullable=True,
                values=VALUES if fact_type in closed else (),
            )
            for fact_type in FactType
            for number in range(facts_per_type)
        )
    )


# A closed set of schemas, so that the strategies for their rules are built once.
schemas = st.sampled_from(
    [
        _schema(facts_per_type=number, lists_are_closed=closed)
        for number in (1, 2, 3)
        for closed in (True, False)
    ]
)


@cache
def facts_of_schema(schema: FactSchema) -> SearchStrategy[Facts]:
    """Typed facts, of which any may be unknown or not given at all."""
    known = {fact.name: st.none() | values_of_fact[fact.type] for fact in schema}
    return st.fixed_dictionaries({}, optional=known)


values_of_fact: dict[FactType, SearchStrategy[FactValue]] = {
    FactType.ENUM: st.sampled_from(VALUES),
    FactType.STRING: st.sampled_from(VALUES) | st.text(max_size=5),
    FactType.BOOL: st.booleans(),
    FactType.INT: st.integers(min_value=-5, max_value=5) | st.just(10**29),
    FactType.DECIMAL: st.decimals(min_value=-5, max_value=5, places=2)
    | st.sampled_from([Decimal("1E-30"), Decimal("9.99E+30")]),
    FactType.DATE: values_of_kind[Kind.DATE],
    FactType.DATETIME: moments
    | st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
    FactType.LIST: st.lists(st.sampled_from(VALUES), max_size=3).map(tuple),
}


@cache
def rules_for(schema: FactSchema) -> SearchStrategy[Condition]:
    """Rules that nearly always pass the checker."""
    return _joined(
        _tests(
            subjects=lambda kind: _facts(kind, schema),
            operands=lambda kind: _operands(kind, schema),
        )
    )


def _facts(kind: Kind, schema: FactSchema) -> Operands:
    facts = [fact.name for fact in schema if KIND_OF_FACT[fact.type] is kind]
    return st.sampled_from(facts).map(lambda name: FactRef(name=name))


def _operands(kind: Kind, schema: FactSchema) -> Operands:
    known = _facts(kind, schema)
    known |= values_of_kind[kind].map(lambda value: Literal(value=value))
    if kind is Kind.TIME:
        known |= st.builds(ReceivedAt)
    return _calculated(known) if kind is Kind.NUMBER else known


def _calculated(numeric: Operands) -> Operands:
    return st.recursive(
        numeric,
        lambda side: st.builds(
            Arithmetic, left=side, operator=st.sampled_from(ArithmeticOperator), right=side
        ),
        max_leaves=4,
    )


def _tests(
    *, subjects: Callable[[Kind], Operands], operands: Callable[[Kind], Operands]
) -> SearchStrategy[Condition]:
    times, anchors = subjects(Kind.TIME), operands(Kind.TIME)
    texts, lists = subjects(Kind.TEXT), subjects(Kind.LIST)
    literal_texts = values_of_kind[Kind.TEXT].map(lambda value: Literal(value=value))
    choices = {
        kind: st.lists(values.map(lambda value: Literal(value=value)), min_size=1, max_size=3)
        for kind, values in values_of_kind.items()
    }
    return st.one_of(
        *(
            st.builds(
                Comparison,
                left=subjects(kind),
                comparator=st.sampled_from(
                    Comparator if kind in ORDERED else (Comparator.IS, Comparator.IS_NOT)
                ),
                right=operands(kind),
            )
            for kind in values_of_kind
        ),
        *(
            st.builds(Between, value=subjects(kind), low=operands(kind), high=operands(kind))
            for kind in sorted(ORDERED)
        ),
        *(
            st.builds(OneOf, value=subjects(kind), choices=choices[kind].map(tuple))
            for kind in values_of_kind
        ),
        st.builds(
            TextTest, value=texts, operator=st.sampled_from(TextOperator), text=literal_texts
        ),
        st.builds(
            TextTest, value=lists, operator=st.just(TextOperator.CONTAINS), text=literal_texts
        ),
        st.builds(Within, moment=times, duration=durations, anchor=anchors),
        st.builds(
            Elapsed,
            moment=times,
            bound=st.sampled_from(Bound),
            duration=durations,
            side=st.sampled_from(Side),
            anchor=anchors,
        ),
        texts.filter(lambda operand: isinstance(operand, FactRef)).map(_missing),
    )


def _missing(operand: Operand) -> Missing:
    assert isinstance(operand, FactRef)
    return Missing(fact=operand)


def _joined(tests: SearchStrategy[Condition]) -> SearchStrategy[Condition]:
    def groups(parts: SearchStrategy[Condition]) -> SearchStrategy[Condition]:
        several = st.lists(parts, min_size=2, max_size=4).map(tuple)
        return (
            st.builds(AllOf, parts=several)
            | st.builds(AnyOf, parts=several)
            | st.builds(Not, part=parts)
        )

    return st.recursive(tests | st.builds(Always), groups, max_leaves=12).filter(
        lambda condition: excess(condition) is None
    )


def _literals() -> SearchStrategy[Literal]:
    """Every literal the language can hold, however odd."""
    offsets = st.integers(min_value=-1439, max_value=1439)
    zones = offsets.map(lambda minutes: timezone(timedelta(minutes=minutes)))
    texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    values = st.one_of(
        texts,
        st.booleans(),
        st.integers(min_value=-(10**28), max_value=10**29),
        st.decimals(min_value=-(10**9), max_value=10**9, places=6),
        st.dates(),
        st.datetimes(timezones=zones),
    )
    return values.map(lambda value: Literal(value=value))


def _any_operands() -> Operands:
    known = names.map(lambda name: FactRef(name=name)) | st.builds(ReceivedAt) | _literals()
    return _calculated(known)


any_rules: SearchStrategy[Condition] = _joined(
    _tests(subjects=lambda _kind: _any_operands(), operands=lambda _kind: _any_operands())
)
"""Trees of every shape, sense or nonsense: what parse, format and JSON must keep."""
