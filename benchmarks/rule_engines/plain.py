"""Rules for engines without money, dates or times: everything becomes a text or whole number."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from benchmarks.rule_engines.engine import CannotExpress
from firstline.domain.facts import Facts, FactSchema, FactType
from firstline.rules.moments import MICROSECOND, microseconds
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
    TextTest,
    Within,
    facts_of,
)
from firstline.rules.two_valued import two_valued

Expression: TypeAlias = tuple[str, *tuple[Any, ...]]
"""An operator and its operands, themselves expressions: `("==", ("name", "riders"), ("value", 2))`.

The operators: `and or not == != < <= > >= + - in contains`, `starts with`, `ends with`.
"""

PLACES = 2  # of the decimals in this benchmark, which are sums of money


def plain_facts(facts: Facts, received_at: datetime, schema: FactSchema) -> dict[str, Any]:
    """Every fact of the schema; decimals in cents, times in microseconds."""
    values: dict[str, Any] = {fact.name: _plain(facts.get(fact.name)) for fact in schema}
    return {**values, "received_at": _plain(received_at)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - from any fact to any value of JSON
    match value:
        case Decimal():
            return int(value.scaleb(PLACES))
        case datetime():
            return microseconds(value)
        case date():
            return value.toordinal()
        case tuple():
            return list(value)
        case _:
            return value


def plain_rule(condition: Condition, schema: FactSchema) -> Expression:
    return _lowered(two_valued(condition), schema)


def _lowered(  # noqa: PLR0911 - one line per kind of condition
    condition: Condition, schema: FactSchema
) -> Expression:
    match condition:
        case AllOf():
            return ("and", *(_lowered(part, schema) for part in condition.parts))
        case AnyOf():
            return ("or", *(_lowered(part, schema) for part in condition.parts))
        case Not(part=Missing(fact=fact)):
            return ("!=", ("name", fact.name), ("value", None))
        case Not():
            return ("not", _lowered(condition.part, schema))
        case Always():
            return ("==", ("value", 1), ("value", 1))
        case Missing():
            return ("==", ("name", condition.fact.name), ("value", None))
        case test:
            return _test(test, _operand_writer(test, schema))


Write: TypeAlias = Callable[[Operand], Expression]


def _test(test: Condition, write: Write) -> Expression:
    match test:
        case Comparison():
            sign = _SIGNS.get(test.comparator, test.comparator.value)
            return (sign, write(test.left), write(test.right))
        case Between():
            value = write(test.value)
            return ("and", ("<=", write(test.low), value), ("<=", value, write(test.high)))
        case OneOf():
            choices = [write(choice)[1] for choice in test.choices]
            return ("in", write(test.value), ("value", choices))
        case TextTest():
            return (test.operator.value, write(test.value), write(test.text))
        case Within() | Elapsed():
            return _times(test, write)
        case _:
            raise CannotExpress(test)


def _times(test: Within | Elapsed, write: Write) -> Expression:
    length = ("value", test.duration.length // MICROSECOND)
    if isinstance(test, Within):
        one, other = write(test.moment), write(test.anchor)
        return ("and", ("<=", ("-", one, other), length), ("<=", ("-", other, one), length))
    earlier, later = map(write, test.ends)
    bound = (test.bound.comparator.value, ("-", later, earlier), length)
    return ("and", ("<=", earlier, later), bound)


_SIGNS = {Comparator.IS: "==", Comparator.IS_NOT: "!="}


def _operand_writer(test: Condition, schema: FactSchema) -> Write:
    """Write the operands of one test, in cents as soon as one of its facts is a decimal."""
    facts = (schema.get(name) for name in facts_of(test))
    places = PLACES if any(fact and fact.type is FactType.DECIMAL for fact in facts) else 0

    def write(operand: Operand) -> Expression:
        match operand:
            case FactRef():
                fact = schema.get(operand.name)
                if places and fact and fact.type is not FactType.DECIMAL:
                    raise CannotExpress(operand)
                return ("name", operand.name)
            case ReceivedAt():
                return ("name", "received_at")
            case Literal():
                return ("value", _literal(operand, places))
            case Arithmetic():
                if operand.operator is ArithmeticOperator.TIMES:
                    raise CannotExpress(operand)
                return (operand.operator.value, write(operand.left), write(operand.right))

    return write


def _literal(literal: Literal, places: int) -> Any:  # noqa: ANN401
    value = literal.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _plain(value)
    units = Decimal(literal.text).scaleb(places)
    if units % 1:
        raise CannotExpress(literal)
    return int(units)
