"""Fill a template's placeholders with facts, as people of that language write them."""

from datetime import date, datetime, tzinfo
from decimal import Decimal

from babel.dates import format_skeleton, format_time, get_datetime_format
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
            return _day_and_time(value.astimezone(zone), language)
        case date():
            return _day(value, language)
        case int() if not isinstance(value, bool):
            return str(format_decimal(value, locale=language))
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def _day_and_time(moment: datetime, language: Language) -> str:
    time = format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=language)
    joined = get_datetime_format("medium", locale=language)  # such as "{1}, {0}"
    return str(joined).format(time, _day(moment.date(), language))


def _day(day: date, language: Language) -> str:
    """Write `2 марта` or `3月2日`: the order of day and month is the language's."""
    return format_skeleton("MMMMd", day, locale=language)
