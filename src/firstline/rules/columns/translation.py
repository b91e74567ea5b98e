"""Conditions as expressions over the columns of facts.

Polars has the same three truth values: null is unknown, joins and `not_` follow Kleene's tables,
and a comparison is null where one of its sides is.
"""

import operator
from collections.abc import Callable
from typing import TypeAlias

import polars as pl

from firstline.rules.columns.frames import RECEIVED_AT, column_of
from firstline.rules.columns.operands import comparable, kind_of
from firstline.rules.columns.rows import row_by_row
from firstline.rules.kinds import Kind
from firstline.rules.moments import MICROSECOND
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Between,
    Comparator,
    Comparison,
    Condition,
    Duration,
    Elapsed,
    Missing,
    Not,
    OneOf,
    Side,
    TextOperator,
    TextTest,
    Within,
    facts_of,
    operands,
)


def truth(condition: Condition, frame: pl.DataFrame) -> pl.Expr:
    """Whether a rule is true, row by row: a Boolean expression whose null is unknown.

    Args:
        condition: passes the checker with the schema of the frame.
        frame: from `fact_frame`, perhaps with further columns. The expression is right for it
            and its parts, and may be wrong for frames with larger numbers.
    """
    match condition:
        case AllOf():
            return pl.all_horizontal(truth(part, frame) for part in condition.parts)
        case AnyOf():
            return pl.any_horizontal(truth(part, frame) for part in condition.parts)
        case Not():
            return truth(condition.part, frame).not_()
        case Always():
            return pl.col(RECEIVED_AT).is_not_null()  # true in each row; a literal has but one
        case Missing():
            return pl.col(column_of(condition.fact.name)).is_null()
        case test:
            return _test(test, frame)


_Test: TypeAlias = Comparison | Between | OneOf | TextTest | Within | Elapsed


def _test(test: _Test, frame: pl.DataFrame) -> pl.Expr:
    try:
        first, *others = comparable(operands(test), frame)
    except OverflowError:
        return row_by_row(test)
    if isinstance(test, TextTest) and kind_of(test.value, frame) is Kind.LIST:
        return first.list.contains(*others)
    return _holds(test, first, *others)


def _holds(test: _Test, first: pl.Expr, *others: pl.Expr) -> pl.Expr:
    match test:
        case Comparison():
            return _COMPARE[test.comparator](first, *others)
        case OneOf():
            return first.is_in(pl.concat_list(others))
        case Between():
            return _between(test, first, *others)
        case TextTest():
            return _TEXT[test.operator](first.cast(pl.String), *others)
        case Within():
            return (first - others[0]).abs() <= _microseconds(test.duration)
        case Elapsed():
            return _elapsed(test, first, *others)


def _between(test: Between, value: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    inside = value.is_between(low, high)
    facts = [pl.col(column_of(name)).is_not_null() for name in facts_of(test)]
    if len(facts) == 1:
        return inside
    # Outside one end, Kleene's tables would not ask for the other; a test needs all its facts.
    return pl.when(pl.all_horizontal(facts)).then(inside)


def _elapsed(test: Elapsed, moment: pl.Expr, anchor: pl.Expr) -> pl.Expr:
    elapsed = anchor - moment if test.side is Side.BEFORE else moment - anchor
    limit = _microseconds(test.duration)
    return (elapsed >= 0) & _COMPARE[test.bound.comparator](elapsed, pl.lit(limit))


def _microseconds(duration: Duration) -> int:
    return duration.length // MICROSECOND


_Join: TypeAlias = Callable[[pl.Expr, pl.Expr], pl.Expr]

_COMPARE: dict[Comparator, _Join] = {
    Comparator.IS: operator.eq,
    Comparator.IS_NOT: operator.ne,
    Comparator.LESS: operator.lt,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE: operator.gt,
    Comparator.AT_LEAST: operator.ge,
}

_TEXT: dict[TextOperator, _Join] = {
    TextOperator.CONTAINS: lambda text, part: text.str.contains(part, literal=True),
    TextOperator.STARTS_WITH: lambda text, part: text.str.starts_with(part),
    TextOperator.ENDS_WITH: lambda text, part: text.str.ends_with(part),
}
