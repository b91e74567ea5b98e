"""Fields: where a fact stands in what a system answers, and how its value is converted.

Only what a field names is ever taken out of an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from jsonpointer import JsonPointer, JsonPointerException

from firstline.connectors.customer_data.connectors import Document
from firstline.connectors.customer_data.errors import ConnectorWrong, LookUpFailed
from firstline.connectors.customer_data.records import Reason
from firstline.domain.errors import InquiryError
from firstline.domain.facts import Fact, FactValue, parse_fact


class Conversion(StrEnum):
    AS_IT_IS = "as_it_is"
    HUNDREDTHS = "hundredths"
    """1250 is 12.50."""
    UNIX_SECONDS = "unix_seconds"
    UNIX_MILLISECONDS = "unix_milliseconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact and its place.

    Raises:
        ConnectorWrong: the place is none.
    """

    fact: Fact
    place: str
    """A JSON Pointer (`/order/total`), a path with dots (`order.total`), or a column."""
    conversion: Conversion = Conversion.AS_IT_IS
    values: Mapping[str, str] = field(default_factory=dict)
    """The system's word → the fact's value; other words stay as they are."""
    may_update: bool = False
    _pointer: JsonPointer = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pointer", _pointer(self.place))

    def read(self, document: Document, zone: tzinfo) -> object:
        """Take the fact out of an answer, as a JSON value that its schema takes.

        Raises:
            LookUpFailed: it is missing, or not what the fact may be.
        """
        raw = self._pointer.resolve(document, None)
        if raw is None or raw == "":
            if self.fact.nullable:
                return None
            raise LookUpFailed(Reason.MISSING, self.place)
        try:
            return as_json(parse_fact(self.fact, self._ours(raw), zone))
        except (InquiryError, ArithmeticError, ValueError, OSError) as error:
            raise LookUpFailed(Reason.WRONG_TYPE, self.place) from error

    def _ours(self, raw: object) -> object:
        if isinstance(raw, list | tuple):
            return [self._ours(item) for item in raw]
        if (word := str(raw).lower() if isinstance(raw, bool) else str(raw)) in self.values:
            return self.values[word]
        match self.conversion:
            case Conversion.AS_IT_IS:
                return _plain(raw)
            case Conversion.HUNDREDTHS:
                return Decimal(str(raw)).scaleb(-2)  # 1250 is 12.50, as a price is written
            case Conversion.UNIX_SECONDS:
                return datetime.fromtimestamp(float(str(raw)), UTC)
            case Conversion.UNIX_MILLISECONDS:
                return datetime.fromtimestamp(float(str(raw)) / 1000, UTC)

    def theirs(self, value: FactValue) -> object:
        """Write a value as the system has it: what `read` made of it, backwards."""
        if isinstance(value, tuple):
            return [self._word(item) for item in value]
        match self.conversion, value:
            case Conversion.HUNDREDTHS, Decimal() | int():
                return int(Decimal(value) * 100)
            case Conversion.UNIX_SECONDS, datetime():
                return int(value.timestamp())
            case Conversion.UNIX_MILLISECONDS, datetime():
                return int(value.timestamp() * 1000)
            case _:
                return self._word(as_json(value))

    def _word(self, value: object) -> object:
        words = {ours: theirs for theirs, ours in self.values.items()}
        key = str(value).lower() if isinstance(value, bool) else value
        return words.get(key, value) if isinstance(key, str) else value

    @property
    def steps(self) -> tuple[str, ...]:
        """The place as names from the outside in."""
        return tuple(map(str, self._pointer.parts))


def _pointer(place: str) -> JsonPointer:
    try:
        return JsonPointer(place) if place[:1] == "/" else JsonPointer.from_parts(place.split("."))
    except JsonPointerException as error:
        raise ConnectorWrong(f"`{place[:80]}` is no place in an answer ({error})") from error


def _plain(raw: object) -> object:
    """Bring what only databases have into the form that facts are given in."""
    match raw:
        case datetime():
            return raw
        case date():
            return raw.isoformat()
        case UUID():
            return str(raw)
    return raw


def as_json(value: FactValue) -> object:
    match value:
        case Decimal():
            return str(value)
        case date():  # a datetime is one
            return value.isoformat()
        case tuple():
            return list(value)
    return value
