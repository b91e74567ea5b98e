"""A condition as a sentence in plain language, for people who do not know the rule language."""

from datetime import date
from typing import assert_never

from firstline.rules.formatting import format_duration
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


def describe(condition: Condition) -> str:
    match condition:
        case AllOf():
            return ", and ".join(map(describe, condition.parts))
        case AnyOf():
            return f"either {' or '.join(map(_alternative, condition.parts))}"
        case Not():
            return _denial(condition.part)
        case Always():
            return "always"
        case test:
            return _sentence(test, is_negated=False)


def _denial(part: Condition) -> str:
    match part:
        case OneOf() | Between() | TextTest() | Within() | Missing():
            return _sentence(part, is_negated=True)
        case _:
            return f"it is not so that {_alternative(part)}"


def _alternative(condition: Condition) -> str:
    """Bracket a group, so that it reads as one."""
    text = describe(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _sentence(test: Test, *, is_negated: bool) -> str:  # noqa: PLR0911 - one line per kind of test
    be = "is not" if is_negated else "is"
    match test:
        case Comparison():
            return f"{_operand(test.left)} {_verb(test)} {_operand(test.right)}"
        case OneOf():
            return f"{_operand(test.value)} {be} {_choices(test)}"
        case Between():
            ends = f"{_operand(test.low)} and {_operand(test.high)}"
            return f"{_operand(test.value)} {be} between {ends}"
        case TextTest():
            verb = _NOT_TEXT[test.operator] if is_negated else test.operator
            return f"{_operand(test.value)} {verb} {test.text.text}"
        case Within():
            distance = f"{format_duration(test.duration)} of {_operand(test.anchor)}"
            return f"{_operand(test.moment)} {be} within {distance}"
        case Elapsed():
            span = f"{test.bound} {format_duration(test.duration)} {test.side}"
            return f"{_operand(test.moment)} is {span} {_operand(test.anchor)}"
        case Missing():
            return f"{_operand(test.fact)} is {'known' if is_negated else 'not known'}"
        case _:
            assert_never(test)


def _operand(operand: Operand) -> str:
    match operand:
        case FactRef():
            return operand.name.replace("_", " ")
        case ReceivedAt():
            return "the time of the inquiry"
        case Literal():
            return operand.text
        case Arithmetic():
            left, right = map(_term, (operand.left, operand.right))
            return f"{left} {_SIGNS[operand.operator]} {right}"
        case _:
            assert_never(operand)


def _term(operand: Operand) -> str:
    text = _operand(operand)
    return f"({text})" if isinstance(operand, Arithmetic) else text


def _choices(test: OneOf) -> str:
    *first, last = (choice.text for choice in test.choices) if test.choices else ("nothing",)
    return f"one of {', '.join(first)} or {last}" if first else last


def _verb(test: Comparison) -> str:
    verbs = _OF_TIMES if _is_time(test.left) or _is_time(test.right) else _OF_NUMBERS
    return verbs.get(test.comparator, test.comparator)


def _is_time(operand: Operand) -> bool:
    is_date = isinstance(operand, Literal) and isinstance(operand.value, date)
    return is_date or isinstance(operand, ReceivedAt)


_OF_NUMBERS = {
    Comparator.LESS: "is less than",
    Comparator.AT_MOST: "is at most",
    Comparator.MORE: "is more than",
    Comparator.AT_LEAST: "is at least",
}

_OF_TIMES = {
    Comparator.LESS: "is before",
    Comparator.AT_MOST: "is not after",
    Comparator.MORE: "is after",
    Comparator.AT_LEAST: "is not before",
}

_SIGNS = {
    ArithmeticOperator.PLUS: "plus",
    ArithmeticOperator.MINUS: "minus",
    ArithmeticOperator.TIMES: "times",
}


_NOT_TEXT = {
    TextOperator.CONTAINS: "does not contain",
    TextOperator.STARTS_WITH: "does not start with",
    TextOperator.ENDS_WITH: "does not end with",
}
