"""Facts as a CEL engine must be given them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from firstline.domain.errors import InquiryError
from firstline.domain.facts import Fact, FactName, Facts, FactSchema
from firstline.rules.cel.numbers import count, places_of
from firstline.rules.literals import LiteralValue

CelValue: TypeAlias = str | bool | int | datetime | list[str]


def cel_context(
    facts: Facts, received_at: datetime, schema: FactSchema
) -> dict[str, datetime | dict[FactName, CelValue]]:
    """Make the variables for `to_cel`.

    Raises:
        InquiryError: a number has more than six decimal places, or needs more than 64 bits.
    """
    known = {
        fact.name: _value(fact, value)
        for fact in schema
        if (value := facts.get(fact.name)) is not None
    }
    return {"facts": known, "received_at": received_at}


def _value(fact: Fact, value: LiteralValue | tuple[str, ...]) -> CelValue:
    match value:
        case bool() | str() | datetime():
            return value
        case tuple() as items:
            return list(items)
        case date() as day:
            return day.isoformat()
        case number:
            return _units(fact, number)


def _units(fact: Fact, number: int | Decimal) -> int:
    places = places_of(fact)
    units = count(number, places)
    if units is None:
        reason = f"CEL counts in 64 bits with {places} decimal places, too few for {number}"
        raise InquiryError(f"facts.{fact.name}", reason)
    return units
