"""Facts as people type them into a form, and as files hold them."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from firstline.domain.errors import InquiryError
from firstline.domain.facts import Fact, FactType, parse_fact


def as_typed(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list() | tuple():
            return "\n".join(map(str, value))
        case _:
            return str(value)


def as_stored(fact: Fact, texts: Sequence[str], before: object, *, zone: tzinfo) -> object:
    """Turn what was typed into what a file would hold; `None` where it is unknown.

    What means the same as before stays as it was written, so that no difference is shown where
    nobody made one.
    """
    value = _value(fact, texts)
    try:
        is_same = parse_fact(fact, value, zone) == parse_fact(fact, before, zone)
    except InquiryError:
        is_same = as_typed(value) == as_typed(before)
    return before if is_same else value


def _value(fact: Fact, texts: Sequence[str]) -> object:
    if fact.type is FactType.LIST:
        lines = [line.strip() for text in texts for line in text.split("\n")]
        return [line for line in lines if line] or None
    text = texts[-1].strip() if texts else ""
    match fact.type:
        case FactType.BOOL if text in ("true", "false"):
            return text == "true"
        case FactType.INT if text.removeprefix("-").isdecimal() and len(text) < _MOST_DIGITS:
            return int(text)
        case _:
            return text or None


_MOST_DIGITS = 30


def known(facts: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is unknown, as files do."""
    return {name: value for name, value in facts.items() if value is not None}
