"""What a test compares, as expressions that Polars can compare exactly."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from firstline.rules.columns.frames import RECEIVED_AT, column_of
from firstline.rules.columns.numbers import aligned
from firstline.rules.kinds import Kind, kind_of_value
from firstline.rules.moments import microseconds
from firstline.rules.tree import Arithmetic, FactRef, Literal, Operand, ReceivedAt

_KIND_OF_COLUMN = {
    pl.Enum: Kind.TEXT,
    pl.String: Kind.TEXT,
    pl.Int64: Kind.NUMBER,
    pl.Decimal: Kind.NUMBER,
    pl.Binary: Kind.NUMBER,
    pl.Boolean: Kind.FLAG,
    pl.Date: Kind.DATE,
    pl.Datetime: Kind.TIME,
    pl.List: Kind.LIST,
}


def comparable(operands: Sequence[Operand], frame: pl.DataFrame) -> list[pl.Expr]:
    """The operands of one test; times become microseconds, numbers get a common unit.

    Raises:
        OverflowError: a number may need more than 128 bits.
    """
    match kind_of(operands[0], frame):
        case Kind.NUMBER:
            return aligned(operands, frame)
        case Kind.TIME:
            return [_microseconds(operand) for operand in operands]
        case _:
            return _of_one_type(operands, frame)


def kind_of(operand: Operand, frame: pl.DataFrame) -> Kind:
    match operand:
        case FactRef():
            return _KIND_OF_COLUMN[_dtype(operand, frame).base_type()]
        case Literal():
            return kind_of_value(operand.value)
        case ReceivedAt():
            return Kind.TIME
        case Arithmetic():
            return Kind.NUMBER


def _dtype(fact: FactRef, frame: pl.DataFrame) -> pl.DataType:
    return frame[column_of(fact.name)].dtype  # asking the schema builds all of it anew


def _microseconds(operand: Operand) -> pl.Expr:
    """As integers, since a time of another zone may lie outside the calendar in UTC."""
    match operand:
        case Literal(value=datetime() as moment):
            return pl.lit(microseconds(moment), dtype=pl.Int64)
        case _:
            return _as_is(operand).to_physical()


def _of_one_type(operands: Sequence[Operand], frame: pl.DataFrame) -> list[pl.Expr]:
    types = {_dtype(operand, frame) for operand in operands if isinstance(operand, FactRef)}
    expressions = [_as_is(operand) for operand in operands]
    if len(types) == 1:
        return expressions
    return [texts.cast(pl.String) for texts in expressions]  # two enums, or an enum and a string


def _as_is(operand: Operand) -> pl.Expr:
    match operand:
        case FactRef():
            return pl.col(column_of(operand.name))
        case ReceivedAt():
            return pl.col(RECEIVED_AT)
        case Literal():
            return pl.lit(operand.value)
        case Arithmetic():
            raise TypeError("a calculation is a number")
