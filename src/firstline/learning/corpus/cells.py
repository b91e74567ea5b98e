"""Single values of a row: the types that history files use for them, and what cannot be read."""

import json
import math
from datetime import UTC, date, datetime, tzinfo

from firstline.domain.errors import InquiryError
from firstline.domain.facts import Fact, FactType, FactValue, parse_fact
from firstline.learning.corpus.reports import RejectedRow, RejectReason

MAX_RATING = 5
LIST_SEPARATOR = "|"


def read_text(value: object, column: str) -> str:
    """Read text, or an id that is a whole number; a missing value is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RejectedRow(RejectReason.BAD_VALUE, f"`{column}` is no text")
    try:
        text = str(value)
        text.encode()
    except ValueError as error:  # a lone surrogate, or a number of thousands of digits
        raise RejectedRow(RejectReason.BROKEN_ROW, f"`{column}` is not valid UTF-8") from error
    return text


def read_word(value: object, column: str) -> str:
    return read_text(value, column).strip()


def read_moment(value: object, zone: tzinfo) -> datetime:
    """Read a time as UTC; one without a time zone is in the service's."""
    try:
        moment = (
            value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
        )
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return zoned.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        detail = f"`{str(value)[:60]}` is no time such as 2026-03-01T09:30:00+00:00"
        raise RejectedRow(RejectReason.BAD_TIME, detail) from error


def read_rating(value: object) -> int | None:
    number = _number(value, "rating")
    if number is None:
        return None
    if not (number.is_integer() and 1 <= number <= MAX_RATING):
        detail = f"the rating `{str(value)[:60]}` is none of 1 to {MAX_RATING}"
        raise RejectedRow(RejectReason.BAD_VALUE, detail)
    return int(number)


def read_seconds(value: object) -> float | None:
    number = _number(value, "response_seconds")
    if number is not None and number < 0:
        detail = f"`response_seconds` is `{str(value)[:60]}`; it cannot be negative"
        raise RejectedRow(RejectReason.BAD_VALUE, detail)
    return number


def _number(value: object, column: str) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)  # type: ignore[arg-type]  # anything else is the TypeError below
    except (ValueError, TypeError, OverflowError):
        number = math.nan
    if not math.isfinite(number) or isinstance(value, bool):
        detail = f"`{column}` is `{str(value)[:60]}`, which is no number"
        raise RejectedRow(RejectReason.BAD_VALUE, detail)
    return number


def read_fact(fact: Fact, value: object, zone: tzinfo) -> FactValue:
    """Read a fact as CSV, JSON or Parquet holds it; an empty value is unknown."""
    try:
        return parse_fact(fact, _as_json(fact, value), zone)
    except InquiryError as error:
        raise RejectedRow(RejectReason.BAD_FACT, str(error)) from error


def _as_json(fact: Fact, value: object) -> object:
    """Turn the types of CSV and Parquet into those of JSON, which facts are read from."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = value.strip()
    if fact.type is FactType.BOOL:
        return text.lower()  # spreadsheets write TRUE, Python writes True
    if fact.type is FactType.LIST and text:
        return _list(text)
    return text


def _list(text: str) -> object:
    """Read `child_seat|pet` or `["child_seat", "pet"]`; only the latter can be an empty list."""
    if not text.startswith("["):
        return [item.strip() for item in text.split(LIST_SEPARATOR)]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text  # which is no list, as the fact's own check will say
