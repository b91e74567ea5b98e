"""Facts: the typed context of an inquiry (order, payment, driver, customer)."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NewType, TypeAlias

from firstline.domain.errors import InquiryError

FactName = NewType("FactName", str)
FactValue: TypeAlias = str | bool | int | Decimal | date | datetime | tuple[str, ...] | None
"""`None` means unknown. A `datetime` is in UTC."""
Facts: TypeAlias = Mapping[FactName, FactValue]

MAX_STRING = 1_000  # longer values are texts, not facts
MAX_DIGITS = 30  # no sum, distance or count of a service is longer
MAX_LIST = 100
# No order is of another year, and in any time zone these stay inside the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class FactType(StrEnum):
    ENUM = "enum"
    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    DATE = "date"
    STRING = "string"
    LIST = "list"
    """A set of strings, e.g. the options of a trip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of a fact schema."""

    name: FactName
    type: FactType
    nullable: bool = False
    """Whether it may be missing although the source system works."""
    values: tuple[str, ...] = ()
    """The closed set of an enum, or of a list's items; empty means open."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class FactSchema:
    """The facts that a service knows, in the order of its file."""

    facts: tuple[Fact, ...]
    _by_name: dict[str, Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {fact.name: fact for fact in self.facts})

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def get(self, name: str) -> Fact | None:
        return self._by_name.get(name)

    def parse(self, raw: Mapping[str, object], *, zone: tzinfo = UTC) -> dict[FactName, FactValue]:
        """Read JSON values as typed facts; a fact that is not given is unknown.

        Args:
            raw: name → JSON value, as a help desk or a history file holds it.
            zone: the service's time zone, for datetimes without one.

        Raises:
            InquiryError: a name that the schema lacks, or a value of the wrong type.
        """
        for name in raw:
            if name not in self._by_name:
                raise InquiryError(f"facts.{name[:80]}", unknown_name(name, self._by_name))
        return {fact.name: parse_fact(fact, raw.get(fact.name), zone) for fact in self.facts}


def unknown_name(name: str, known: Mapping[str, Fact]) -> str:
    return f"there is no fact `{name[:80]}`{did_you_mean(name, known)}"


def did_you_mean(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """End a message with the nearest known name: `; did you mean …?`, or nothing."""
    nearest = difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.6)
    return f"; did you mean `{nearest[0]}`?" if nearest else ""


def parse_fact(fact: Fact, value: object, zone: tzinfo) -> FactValue:
    """Read one JSON value as the fact's type; `None` and an empty string are unknown.

    Raises:
        InquiryError: the value does not fit the type.
    """
    if value is None or value == "":
        return None
    try:
        return _parse(fact, value, zone)
    except (ValueError, TypeError, InvalidOperation, OverflowError) as error:
        message = f"{_quoted(value)} is not {_EXPECTED[fact.type]}"
        if fact.values:
            message += f" (one of: {', '.join(fact.values)}){did_you_mean(str(value), fact.values)}"
        raise InquiryError(f"facts.{fact.name}", message) from error


def _quoted(value: object) -> str:
    try:
        return f"`{str(value)[:60]}`"
    except ValueError:  # Python refuses to print an integer of thousands of digits
        return "this number"


_EXPECTED = {
    FactType.ENUM: "a value it can have",
    FactType.BOOL: "true or false",
    FactType.INT: "a whole number",
    FactType.DECIMAL: 'a number such as 12.50 (as text, "12.50", to keep it exact)',
    FactType.DATETIME: "a time such as 2026-03-01T09:30:00+00:00, "
    f"of the years {FIRST_YEAR} to {LAST_YEAR}",
    FactType.DATE: "a date such as 2026-03-01",
    FactType.STRING: f"a text of at most {MAX_STRING} characters",
    FactType.LIST: f"a list of at most {MAX_LIST} texts",
}


def _parse(fact: Fact, value: object, zone: tzinfo) -> FactValue:
    match fact.type:
        case FactType.ENUM:
            return _one_of(fact, _text(value))
        case FactType.LIST:
            return tuple(_one_of(fact, _text(item)) for item in _items(value))
        case FactType.DATETIME:
            return _datetime(value, zone)
        case simple:
            return _SIMPLE[simple](value)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_STRING or "\0" in value:
        raise TypeError
    value.encode()  # a lone surrogate is no text; UnicodeEncodeError is a ValueError
    return value


def _one_of(fact: Fact, value: str) -> str:
    if fact.values and value not in fact.values:
        raise ValueError
    return value


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):  # as a CSV file holds them
        raise TypeError
    return value == "true"


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        raise TypeError
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    number = int(value)
    if len(str(number)) > MAX_DIGITS:
        raise ValueError
    return number


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | float | Decimal):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    if max(len(str(number)), abs(number.adjusted())) > MAX_DIGITS:
        raise ValueError
    return number


def _datetime(value: object, zone: tzinfo) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
    # in UTC, since Python compares the wall clocks of two times in the same other zone,
    # which is wrong in the hour that a clock change repeats
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError
    return moment


def _date(value: object) -> date:
    return date.fromisoformat(_text(value))


def _items(value: object) -> list[object]:
    if not isinstance(value, list | tuple) or len(value) > MAX_LIST:
        raise TypeError
    return list(value)


_SIMPLE: dict[FactType, Callable[[object], FactValue]] = {
    FactType.BOOL: _bool,
    FactType.INT: _int,
    FactType.DECIMAL: _decimal,
    FactType.DATE: _date,
    FactType.STRING: _text,
}
