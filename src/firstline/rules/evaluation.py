"""Conditions as Python closures: built once per release, then about a microsecond per rule.

Three-valued (Kleene) logic: a test whose fact is unknown is unknown; `and` is false as soon
as one part is false, `or` true as soon as one part is true, whatever is unknown.
The checker has made sure that compared values are of one kind, so nothing here can raise.
"""

import operator
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any, TypeAlias, assert_never

from firstline.domain.facts import FactName, Facts
from firstline.rules.literals import LiteralValue
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Between,
    Comparator,
    Comparison,
    Condition,
    Elapsed,
    FactRef,
    Literal,
    Missing,
    Not,
    OneOf,
    Operand,
    ReceivedAt,
    Test,
    TextOperator,
    TextTest,
    Within,
)

Truth: TypeAlias = bool | None
Evaluate: TypeAlias = Callable[[Facts, datetime], Truth]
Read: TypeAlias = Callable[[Facts, datetime], Any]

# Exact: at most 2^8 numbers of 60 digits are multiplied, so no result is ever rounded.
_EXACT = Context(prec=20_000, Emax=MAX_EMAX, Emin=MIN_EMIN)


def evaluator(condition: Condition) -> Evaluate:
    match condition:
        case AllOf():
            return _all(tuple(map(evaluator, condition.parts)))
        case AnyOf():
            return _any(tuple(map(evaluator, condition.parts)))
        case Not():
            return _not(evaluator(condition.part))
        case Always():
            return lambda _facts, _received_at: True
        case test:
            return _test(test)


def join_all(truths: Iterable[Truth]) -> Truth:
    """What `and` makes of its parts; reads no further than the first false one."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def join_any(truths: Iterable[Truth]) -> Truth:
    """What `or` makes of its parts; reads no further than the first true one."""
    return negation(join_all(negation(truth) for truth in truths))


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _all(tests: tuple[Evaluate, ...]) -> Evaluate:
    # `join_all` spelt out: a generator would cost as much as the tests themselves.
    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        joined: Truth = True
        for test in tests:
            truth = test(facts, received_at)
            if truth is False:
                return False
            if truth is None:
                joined = None
        return joined

    return evaluate


def _any(tests: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        joined: Truth = False
        for test in tests:
            truth = test(facts, received_at)
            if truth is True:
                return True
            if truth is None:
                joined = None
        return joined

    return evaluate


def _not(test: Evaluate) -> Evaluate:
    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        truth = test(facts, received_at)
        return None if truth is None else not truth

    return evaluate


def _test(test: Test) -> Evaluate:  # noqa: PLR0911 - one line per kind of test
    match test:
        case Missing():
            return _missing(test)
        case Comparison():
            return _of_two(test.left, _COMPARE[test.comparator], test.right)
        case OneOf():
            choices = frozenset(choice.value for choice in test.choices)
            return _of_one(test.value, lambda value: value in choices)
        case TextTest():
            return _of_two(test.value, _TEXT[test.operator], test.text)
        case Between():
            return _between(test)
        case Within():
            longest = test.duration.length
            return _of_two(
                test.moment, lambda a, b: abs(_time_between(a, b)) <= longest, test.anchor
            )
        case Elapsed():
            earlier, later = test.ends
            return _of_two(earlier, _elapsed(test), later)
        case _:
            assert_never(test)


_COMPARE: dict[Comparator, Callable[[Any, Any], bool]] = {
    Comparator.IS: operator.eq,
    Comparator.IS_NOT: operator.ne,
    Comparator.LESS: operator.lt,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE: operator.gt,
    Comparator.AT_LEAST: operator.ge,
}

_TEXT: dict[TextOperator, Callable[[Any, Any], bool]] = {
    TextOperator.CONTAINS: operator.contains,  # a part of a text, an item of a list
    TextOperator.STARTS_WITH: str.startswith,
    TextOperator.ENDS_WITH: str.endswith,
}

_ARITHMETIC = {
    ArithmeticOperator.PLUS: _EXACT.add,
    ArithmeticOperator.MINUS: _EXACT.subtract,
    ArithmeticOperator.TIMES: _EXACT.multiply,
}


def _missing(test: Missing) -> Evaluate:
    name = test.fact.name
    return lambda facts, _received_at: facts.get(name) is None


def _elapsed(test: Elapsed) -> Callable[[datetime, datetime], bool]:
    is_within, limit = _COMPARE[test.bound.comparator], test.duration.length

    def holds(earlier: datetime, later: datetime) -> bool:
        elapsed = _time_between(earlier, later)
        return elapsed >= _NO_TIME and is_within(elapsed, limit)

    return holds


_NO_TIME = timedelta(0)


def _time_between(earlier: datetime, later: datetime) -> timedelta:
    """Subtract as clocks in UTC would: within one zone Python ignores changes of the clock."""
    zone = earlier.tzinfo
    if zone is not later.tzinfo or isinstance(zone, timezone):  # of a fixed offset
        return later - earlier
    shift = (later.utcoffset() or _NO_TIME) - (earlier.utcoffset() or _NO_TIME)
    return later.replace(tzinfo=None) - earlier.replace(tzinfo=None) - shift


def _of_one(operand: Operand, holds: Callable[[Any], bool]) -> Evaluate:
    read = _reader(operand)

    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        value = read(facts, received_at)
        return None if value is None else holds(value)

    return evaluate


def _of_two(left: Operand, holds: Callable[[Any, Any], bool], right: Operand) -> Evaluate:
    if isinstance(left, FactRef) and isinstance(right, Literal):
        return _of_fact(left.name, holds, right.value)
    read_left, read_right = _reader(left), _reader(right)

    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        a, b = read_left(facts, received_at), read_right(facts, received_at)
        return None if a is None or b is None else holds(a, b)

    return evaluate


def _of_fact(name: FactName, holds: Callable[[Any, Any], bool], fixed: LiteralValue) -> Evaluate:
    """Compare a fact with a fixed value: the commonest test, so without the detour of a reader."""

    def evaluate(facts: Facts, _received_at: datetime) -> Truth:
        value = facts.get(name)
        return None if value is None else holds(value, fixed)

    return evaluate


def _between(test: Between) -> Evaluate:
    read_value, read_low, read_high = map(_reader, (test.value, test.low, test.high))

    def evaluate(facts: Facts, received_at: datetime) -> Truth:
        value = read_value(facts, received_at)
        low, high = read_low(facts, received_at), read_high(facts, received_at)
        return None if value is None or low is None or high is None else low <= value <= high

    return evaluate


def _reader(operand: Operand) -> Read:
    match operand:
        case FactRef():
            name = operand.name
            return lambda facts, _received_at: facts.get(name)
        case ReceivedAt():
            return lambda _facts, received_at: received_at
        case Literal():
            value = operand.value
            return lambda _facts, _received_at: value
        case Arithmetic():
            return _calculation(operand)
        case _:
            assert_never(operand)


def _calculation(operand: Arithmetic) -> Read:
    read_left, read_right = _reader(operand.left), _reader(operand.right)
    calculate = _ARITHMETIC[operand.operator]

    def read(facts: Facts, received_at: datetime) -> Decimal | None:
        a, b = read_left(facts, received_at), read_right(facts, received_at)
        return None if a is None or b is None else calculate(a, b)

    return read
