"""Many inquiries' facts as one table, a column per fact.

The type of a column says how its values are compared: numbers are Int64 or Decimal, and Binary
(their digits) where no Decimal of Polars could hold them all; texts are Enum or String.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext
from typing import Any, TypeAlias

import polars as pl

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType
from firstline.rules.moments import microseconds

RECEIVED_AT = "received_at"

_Values: TypeAlias = Sequence[Any]
"""One fact of each inquiry; `None` is unknown."""

_MOMENT = pl.Datetime("us", "UTC")
_DECIMAL_DIGITS = 38  # the most that a Decimal of Polars can have
_INT64_END = 2**63
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def fact_frame(
    facts: Sequence[Facts], received_at: Sequence[datetime], schema: FactSchema
) -> pl.DataFrame:
    """A row per inquiry: `fact:<name>` for each fact of the schema, and `received_at`.

    A fact that is unknown or not given is null.
    """
    columns = {
        column_of(fact.name): _column(fact, [given.get(fact.name) for given in facts])
        for fact in schema
    }
    return pl.DataFrame({**columns, RECEIVED_AT: _moments(received_at)})


def column_of(name: FactName) -> str:
    return f"fact:{name}"


def _column(fact: Fact, values: _Values) -> pl.Series:
    if fact.type is FactType.ENUM and fact.values:
        return pl.Series(values, dtype=pl.Enum(fact.values))
    return _COLUMNS[fact.type](values)


def _integers(values: _Values) -> pl.Series:
    if all(abs(value) < _INT64_END for value in _known(values)):
        return pl.Series(values, dtype=pl.Int64)
    return _decimals([None if value is None else Decimal(value) for value in values])


def _decimals(values: _Values) -> pl.Series:
    """Decimals of the fewest digits that hold every value, since they bound what is computed."""
    with localcontext(_EXACT):
        # A sum has as many decimal places as its longest term; asking each term is slower.
        places = -int(sum(_known(values), Decimal(0)).as_tuple().exponent)
        largest = max(map(abs, _known(values)), default=Decimal(0))
    digits = max(largest.adjusted() + 1 + places, places, 1)
    texts = pl.Series(_each(str, values), dtype=pl.String)
    return texts.cast(pl.Decimal(digits, places) if digits <= _DECIMAL_DIGITS else pl.Binary())


def _moments(values: _Values) -> pl.Series:
    return pl.Series(_each(microseconds, values), dtype=pl.Int64).cast(_MOMENT)


def _lists(values: _Values) -> pl.Series:
    """Convert each different list once: Polars takes fifty times as long over all rows."""
    numbers: dict[tuple[str, ...], int] = {}
    rows = [None if value is None else numbers.setdefault(value, len(numbers)) for value in values]
    different = pl.Series([list(items) for items in numbers], dtype=pl.List(pl.String))
    return different.gather(pl.Series(rows, dtype=pl.UInt32))


def _each(convert: Callable[[Any], object], values: _Values) -> list[object]:
    return [None if value is None else convert(value) for value in values]


def _known(values: _Values) -> Iterable[Any]:
    return (value for value in values if value is not None)


def _as(dtype: pl.DataType) -> Callable[[_Values], pl.Series]:
    return lambda values: pl.Series(values, dtype=dtype)


_COLUMNS: dict[FactType, Callable[[_Values], pl.Series]] = {
    FactType.ENUM: _as(pl.String()),
    FactType.STRING: _as(pl.String()),
    FactType.BOOL: _as(pl.Boolean()),
    FactType.DATE: _as(pl.Date()),
    FactType.INT: _integers,
    FactType.DECIMAL: _decimals,
    FactType.DATETIME: _moments,
    FactType.LIST: _lists,
}
