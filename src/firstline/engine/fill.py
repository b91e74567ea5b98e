"""Fill a template's placeholders with facts, as people of that language write them."""

from datetime import date, datetime, tzinfo
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from firstline.domain.facts import FactName, Facts, FactValue
from firstline.domain.templates import PLACEHOLDER, Language, placeholders


def missing_facts(text: str, facts: Facts) -> tuple[str, ...]:
    """Name the facts that a text needs and that are unknown."""
    return tuple(name for name in placeholders(text) if facts.get(FactName(name)) in (None, ()))


def fill(text: str, facts: Facts, *, language: Language, zone: tzinfo) -> str:
    """Replace every placeholder; the facts must be known (see `missing_facts`)."""
    return PLACEHOLDER.sub(
        lambda match: _words(facts[FactName(match[1])], language=language, zone=zone), text
    )


def _words(value: FactValue, *, language: Language, zone: tzinfo) -> str:
    match value:
        case Decimal():
            places = "#,##0.00" if value != value.to_integral_value() else "#,##0.##"
            return str(format_decimal(value, format=places, locale=language))
        case datetime():
            return format_datetime(value, "d MMMM, HH:mm", tzinfo=zone, locale=language)
        case date():
            return format_date(value, "d MMMM", locale=language)
        case int() if not isinstance(value, bool):
            return str(format_decimal(value, locale=language))
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)
