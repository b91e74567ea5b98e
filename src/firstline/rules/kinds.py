"""What may be compared with what: every operand is of one kind."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from firstline.domain.facts import FactType
from firstline.rules.literals import LiteralValue


class Kind(StrEnum):
    """The value says it in words."""

    TEXT = "a text"
    NUMBER = "a number"
    FLAG = "a yes-or-no value"
    DATE = "a date"
    TIME = "a time"
    LIST = "a list"


ORDERED = frozenset({Kind.NUMBER, Kind.DATE, Kind.TIME})

KIND_OF_FACT = {
    FactType.ENUM: Kind.TEXT,
    FactType.STRING: Kind.TEXT,
    FactType.BOOL: Kind.FLAG,
    FactType.INT: Kind.NUMBER,
    FactType.DECIMAL: Kind.NUMBER,
    FactType.DATE: Kind.DATE,
    FactType.DATETIME: Kind.TIME,
    FactType.LIST: Kind.LIST,
}


def kind_of_value(value: LiteralValue) -> Kind:
    match value:
        case bool():
            return Kind.FLAG
        case str():
            return Kind.TEXT
        case int() | Decimal():
            return Kind.NUMBER
        case datetime():
            return Kind.TIME
        case date():
            return Kind.DATE
