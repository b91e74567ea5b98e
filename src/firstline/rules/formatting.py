"""Write a condition as text: the one normal form, so that changes of a rule can be compared."""

import re
from typing import assert_never

from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Between,
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
    Test,
    TextOperator,
    TextTest,
    Within,
)

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = re.compile(
    r"after|ago|always|and|at|before|between|contains?|days?|does|ends?|false|hours?|in|is|least"
    r"|less|minutes?|missing|more|most|not|of|or|present|received_at|seconds?|starts?|than|true"
    r"|with|within",
    re.IGNORECASE,
)
"""The words of the language; a fact of such a name is written in backticks."""


def format_rule(condition: Condition) -> str:
    """Write a condition so that `parse` reads the same one back."""
    match condition:
        case AllOf():
            return " and ".join(_grouped(part, AnyOf) for part in condition.parts)
        case AnyOf():
            return " or ".join(format_rule(part) for part in condition.parts)
        case Not():
            return _negated(condition.part)
        case Always():
            return "always"
        case test:
            return _test(test)


def format_operand(operand: Operand) -> str:
    match operand:
        case FactRef():
            return _name(operand.name)
        case ReceivedAt():
            return "received_at"
        case Literal():
            return operand.text
        case Arithmetic():
            return _arithmetic(operand)
        case _:
            assert_never(operand)


def format_duration(duration: Duration) -> str:
    unit = duration.unit.removesuffix("s") if duration.count == 1 else duration.unit
    return f"{duration.count} {unit}"


def _grouped(part: Condition, *wrapped: type[Condition]) -> str:
    text = format_rule(part)
    return f"({text})" if isinstance(part, wrapped) else text


def _negated(part: Condition) -> str:
    """Tests that have a negative form of their own use it: `not in`, `is present`."""
    match part:
        case OneOf():
            return f"{format_operand(part.value)} not in {_choices(part)}"
        case Between():
            return f"{format_operand(part.value)} not between {_ends(part)}"
        case TextTest():
            return f"{format_operand(part.value)} does not {_BARE[part.operator]} {part.text.text}"
        case Within():
            return f"{format_operand(part.moment)} not within {_distance(part)}"
        case Missing():
            return f"{_name(part.fact.name)} is present"
        case _:
            return f"not {_grouped(part, AllOf, AnyOf)}"


def _test(test: Test) -> str:  # noqa: PLR0911 - one line per kind of test
    match test:
        case Comparison():
            left, right = format_operand(test.left), format_operand(test.right)
            return f"{left} {test.comparator} {right}"
        case OneOf():
            return f"{format_operand(test.value)} in {_choices(test)}"
        case Between():
            return f"{format_operand(test.value)} between {_ends(test)}"
        case TextTest():
            return f"{format_operand(test.value)} {test.operator} {test.text.text}"
        case Within():
            return f"{format_operand(test.moment)} within {_distance(test)}"
        case Elapsed():
            span = f"{test.bound} {format_duration(test.duration)}"
            return f"{format_operand(test.moment)} {span} {_side(test)}"
        case Missing():
            return f"{_name(test.fact.name)} is missing"
        case _:
            assert_never(test)


_BARE = {
    TextOperator.CONTAINS: "contain",
    TextOperator.STARTS_WITH: "start with",
    TextOperator.ENDS_WITH: "end with",
}


def _choices(test: OneOf) -> str:
    return f"[{', '.join(choice.text for choice in test.choices)}]"


def _ends(test: Between) -> str:
    return f"{format_operand(test.low)} and {format_operand(test.high)}"


def _distance(test: Within) -> str:
    return f"{format_duration(test.duration)} of {format_operand(test.anchor)}"


def _side(test: Elapsed) -> str:
    if test.side is Side.BEFORE and isinstance(test.anchor, ReceivedAt):
        return "ago"
    return f"{test.side} {format_operand(test.anchor)}"


def _name(name: str) -> str:
    is_plain = _PLAIN_NAME.fullmatch(name) and not _RESERVED.fullmatch(name)
    return name if is_plain else f"`{name}`"


def _arithmetic(node: Arithmetic) -> str:
    left, right = format_operand(node.left), format_operand(node.right)
    is_product = node.operator is ArithmeticOperator.TIMES
    if is_product and _is_sum(node.left):
        left = f"({left})"
    # Equal operators group to the left, so a right side needs brackets to stay one.
    if isinstance(node.right, Arithmetic) and (is_product or _is_sum(node.right)):
        right = f"({right})"
    return f"{left} {node.operator} {right}"


def _is_sum(operand: Operand) -> bool:
    return isinstance(operand, Arithmetic) and operand.operator is not ArithmeticOperator.TIMES
