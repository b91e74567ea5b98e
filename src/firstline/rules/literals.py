"""Fixed values: which ones a fact can have, and the one text that stands for each."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from firstline.domain.facts import MAX_DIGITS, MAX_STRING

LiteralValue: TypeAlias = str | bool | int | Decimal | date | datetime

_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


def normal_form(value: LiteralValue) -> tuple[LiteralValue, str]:
    """The value to compute with, and the one text that stands for it.

    Raises:
        ValueError: no fact can have this value.
    """
    match value:
        case bool():
            return value, str(value).lower()
        case str():
            return _readable(value), f'"{value.translate(_ESCAPES)}"'
        case int():
            return value, _short(str(value))
        case Decimal():
            return _exact(value)
        case datetime():
            return _with_fixed_offset(value)
        case date():
            return value, value.isoformat()


def _readable(text: str) -> str:
    if len(text) > MAX_STRING:
        raise ValueError(f"a text has at most {MAX_STRING} characters")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("this text has a character that no text can have")
    return text


def _short(digits: str) -> str:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number has at most {MAX_DIGITS} digits")
    return digits


def _exact(number: Decimal) -> tuple[Decimal, str]:
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        raise ValueError(f"a number has at most {MAX_DIGITS} digits")
    text = f"{number:f}"
    text = _short(text if "." in text else f"{text}.0")
    return Decimal(text), text


def _with_fixed_offset(moment: datetime) -> tuple[datetime, str]:
    offset = moment.utcoffset()
    if offset is None or offset % timedelta(minutes=1):
        raise ValueError("a time needs a time zone in whole minutes, such as +00:00")
    text = moment.isoformat()
    return datetime.fromisoformat(text), text
