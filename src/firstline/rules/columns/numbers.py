"""Exact numbers in columns: whole units of a power of ten, in at most 128 bits.

From the largest value of each column follows the largest of every sum and product, so that nothing
overflows unseen. Plain whole numbers stay in 64 bits, where comparing is faster; what is calculated
is in 128.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from firstline.rules.columns.frames import column_of
from firstline.rules.literals import LiteralValue
from firstline.rules.tree import (
    Arithmetic,
    ArithmeticOperator,
    FactRef,
    Literal,
    Operand,
    ReceivedAt,
)

_INT64_END = 2**63
_INT128_END = 2**127


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    units: pl.Expr
    """Whole numbers of 10^-places."""
    places: int
    largest: int
    """What no absolute value of `units` exceeds."""


def aligned(operands: Sequence[Operand], frame: pl.DataFrame) -> list[pl.Expr]:
    """Numbers in one unit, so that they can be compared.

    Raises:
        OverflowError: a value may need more than 128 bits.
    """
    numbers = [_number(operand, frame) for operand in operands]
    return [number.units for number in _in_one_unit(*numbers)]


def _number(operand: Operand, frame: pl.DataFrame) -> _Number:
    match operand:
        case FactRef():
            return _of_column(frame[column_of(operand.name)])
        case Literal():
            return _of_value(operand.value)
        case Arithmetic():
            left, right = _number(operand.left, frame), _number(operand.right, frame)
            return _ARITHMETIC[operand.operator](left, right)
        case ReceivedAt():
            raise TypeError("a time is not a number")


def _of_column(column: pl.Series) -> _Number:
    match column.dtype:
        case pl.Int64():
            places, largest = 0, max(abs(end) for end in _ends(column))
        case pl.Decimal(precision=digits, scale=places):
            largest = 10**digits - 1  # finding what it really is would cost more than most tests
        case _:
            raise OverflowError("these numbers have too many digits")
    return _Number(units=pl.col(column.name).to_physical(), places=places, largest=largest)


def _ends(column: pl.Series) -> tuple[int, int]:
    least, most = column.min(), column.max()
    return (least, most) if isinstance(least, int) and isinstance(most, int) else (0, 0)


def _of_value(value: LiteralValue) -> _Number:
    number = Decimal(value)  # type: ignore[arg-type] # the checker lets only numbers in here
    numerator, denominator = number.as_integer_ratio()
    places = max(0, -int(number.as_tuple().exponent))
    return _fixed(numerator * 10**places // denominator, places=places)


def _fixed(units: int, *, places: int = 0) -> _Number:
    largest = _bounded(abs(units))
    dtype = pl.Int64 if largest < _INT64_END else pl.Int128
    return _Number(units=pl.lit(units, dtype=dtype), places=places, largest=largest)


def _in_one_unit(*numbers: _Number) -> list[_Number]:
    places = max(number.places for number in numbers)
    return [_with_places(number, places) for number in numbers]


def _with_places(number: _Number, places: int) -> _Number:
    if number.places == places:
        return number
    scaled = _product(number, _fixed(10 ** (places - number.places)))
    return replace(scaled, places=places)


def _product(left: _Number, right: _Number) -> _Number:
    largest = _bounded(left.largest * right.largest)
    units = left.units.cast(pl.Int128) * right.units
    return _Number(units=units, places=left.places + right.places, largest=largest)


def _sum(left: _Number, right: _Number) -> _Number:
    return _joined(left, operator.add, right)


def _difference(left: _Number, right: _Number) -> _Number:
    return _joined(left, operator.sub, right)


def _joined(left: _Number, join: Callable[[pl.Expr, pl.Expr], pl.Expr], right: _Number) -> _Number:
    left, right = _in_one_unit(left, right)
    largest = _bounded(left.largest + right.largest)
    units = join(left.units.cast(pl.Int128), right.units)
    return _Number(units=units, places=left.places, largest=largest)


def _bounded(largest: int) -> int:
    if largest >= _INT128_END:
        raise OverflowError("a number of this test may need more than 128 bits")
    return largest


_ARITHMETIC: dict[ArithmeticOperator, Callable[[_Number, _Number], _Number]] = {
    ArithmeticOperator.PLUS: _sum,
    ArithmeticOperator.MINUS: _difference,
    ArithmeticOperator.TIMES: _product,
}
