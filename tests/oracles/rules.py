"""What a rule means, written from docs/reference/rules.md alone, as plainly as it can be said.

False, unknown and true are -1, 0 and 1, so that `and` is the least, `or` the greatest and `not`
the opposite. Every number is a fraction, every time a count of microseconds.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    Between,
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
    TextTest,
    Within,
)

TRUTHS = {-1: False, 0: None, 1: True}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECONDS = {"seconds": 1, "minutes": 60, "hours": 60 * 60, "days": 24 * 60 * 60}


def truth(rule: Condition, facts: Mapping[Any, Any], received_at: datetime) -> bool | None:
    return TRUTHS[_sign(rule, {**facts, ReceivedAt: received_at})]


def _sign(rule: Condition, known: Mapping[Any, Any]) -> int:
    match rule:
        case AllOf(parts=parts):
            return min(_sign(part, known) for part in parts)
        case AnyOf(parts=parts):
            return max(_sign(part, known) for part in parts)
        case Not(part=part):
            return -_sign(part, known)
        case Always():
            return 1
        case Missing(fact=fact):
            return 1 if _value(fact, known) is None else -1
        case test:
            values = [_value(operand, known) for operand in _read(test)]
            return 0 if None in values else 1 if _holds(test, values) else -1


def _read(test: Condition) -> list[Operand]:
    match test:
        case Comparison():
            return [test.left, test.right]
        case Between():
            return [test.low, test.value, test.high]
        case OneOf():
            return [test.value, *test.choices]
        case TextTest():
            return [test.value, test.text]
        case Within() | Elapsed():
            return [test.moment, test.anchor]
        case _:
            raise TypeError(test)


def _value(operand: Operand, known: Mapping[Any, Any]) -> Any:  # noqa: ANN401
    match operand:
        case FactRef(name=name):
            return _measured(known.get(name))
        case ReceivedAt():
            return _measured(known[ReceivedAt])
        case Literal(value=value):
            return _measured(value)
        case Arithmetic(left=left, operator=sign, right=right):
            a, b = _value(left, known), _value(right, known)
            if a is None or b is None:
                return None
            return a + b if sign == "+" else a - b if sign == "-" else a * b


def _measured(value: Any) -> Any:  # noqa: ANN401
    match value:
        case bool() | str() | tuple() | None:
            return value
        case int() | Decimal():
            return Fraction(value)
        case datetime():
            return (value - EPOCH) // timedelta(microseconds=1)
        case date():
            return value.toordinal()
        case _:
            raise TypeError(value)


def _holds(test: Condition, values: list[Any]) -> bool:
    first, second, *others = values
    match test:
        case Comparison():
            return _compares(first, str(test.comparator), second)
        case Between():
            return bool(first <= second <= others[0])
        case OneOf():
            return any(first == choice for choice in values[1:])
        case TextTest():
            return _matches(first, str(test.operator), second)
        case Within(duration=longest):
            return bool(abs(first - second) <= _microseconds(longest.count, longest.unit))
        case Elapsed(duration=limit):
            gap = second - first if test.side == "before" else first - second
            sign = {"more than": ">", "at least": ">=", "less than": "<", "at most": "<="}
            length = _microseconds(limit.count, limit.unit)
            return gap >= 0 and _compares(gap, sign[test.bound], length)
        case _:
            raise TypeError(test)


def _compares(a: Any, sign: str, b: Any) -> bool:  # noqa: ANN401
    if a == b:
        return sign in {"is", "<=", ">="}
    return sign in ({"is not", "<", "<="} if a < b else {"is not", ">", ">="})


def _matches(text: Any, operator: str, part: str) -> bool:  # noqa: ANN401
    if operator == "contains":
        return part in text
    end = text[: len(part)] if operator == "starts with" else text[-len(part) :]
    return bool(end == part)


def _microseconds(count: int, unit: str) -> int:
    return count * SECONDS[unit] * 1_000_000
