"""Exact numbers for CEL: all that are compared or added count the same small unit."""

from decimal import Decimal

from firstline.domain.errors import RuleError
from firstline.domain.facts import Fact, FactSchema, FactType
from firstline.rules.cel.values import plain
from firstline.rules.formatting import format_operand
from firstline.rules.tree import Arithmetic, ArithmeticOperator, FactRef, Literal, Operand

DECIMAL_PLACES = 6  # currencies have up to four, rates of exchange six
_INTEGERS = range(-(2**63), 2**63)


def places_of(fact: Fact) -> int:
    return DECIMAL_PLACES if fact.type is FactType.DECIMAL else 0


def count(number: int | Decimal, places: int) -> int | None:
    """How many units of 10 ** -places a number is; None if no whole number of 64 bits."""
    top, bottom = number.as_integer_ratio()
    units, rest = divmod(top * 10**places, bottom)
    return None if rest or units not in _INTEGERS else units


def in_common_unit(operands: tuple[Operand, ...], schema: FactSchema) -> list[str]:
    places = max(_places(operand, schema) for operand in operands)
    return [_number(operand, places, schema) for operand in operands]


def _places(operand: Operand, schema: FactSchema) -> int:
    """How many decimal places the value can have."""
    match operand:
        case Literal():
            return len(operand.text.partition(".")[2].rstrip("0"))
        case Arithmetic():
            left, right = _places(operand.left, schema), _places(operand.right, schema)
            return left + right if _is_product(operand) else max(left, right)
        case FactRef():
            fact = schema.get(operand.name)
            return places_of(fact) if fact else 0
        case _:
            return 0


def _number(operand: Operand, places: int, schema: FactSchema) -> str:
    """Count in units of 10 ** -places, which are fine enough for the operand."""
    if isinstance(operand, Literal):
        return _constant(operand, places)
    if isinstance(operand, Arithmetic) and not _is_product(operand):
        left, right = (_number(side, places, schema) for side in (operand.left, operand.right))
        return f"({left} {operand.operator} {right})"
    own = _places(operand, schema)
    return _finer(_in_own_unit(operand, schema), places - own, operand)


def _in_own_unit(operand: Operand, schema: FactSchema) -> str:
    if not isinstance(operand, Arithmetic):
        return plain(operand)
    sides = (operand.left, operand.right)
    left, right = (_number(side, _places(side, schema), schema) for side in sides)
    return f"({left} * {right})"


def _is_product(operand: Arithmetic) -> bool:
    return operand.operator is ArithmeticOperator.TIMES


def _constant(literal: Literal, places: int) -> str:
    units = count(Decimal(literal.text), places)
    if units is None:
        raise _too_large(literal, places)
    return str(units)


def _finer(cel: str, by: int, operand: Operand) -> str:
    if not by:
        return cel
    if 10**by not in _INTEGERS:
        raise _too_large(operand, by)
    return f"({cel} * {10**by})"


def _too_large(operand: Operand, places: int) -> RuleError:
    message = f"CEL counts in 64 bits, too few for this number with {places} decimal places"
    return RuleError(message, source=format_operand(operand), position=0)
