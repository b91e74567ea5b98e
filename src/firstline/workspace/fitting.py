"""Fit a document to a shape, and say in words where it does not."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from firstline.domain.errors import Problem
from firstline.domain.facts import did_you_mean
from firstline.workspace.documents import Document, Place, read_document
from firstline.workspace.shapes import Shape

AnyShape = TypeVar("AnyShape", bound=Shape)


def fit(
    document: Document, shape: type[AnyShape], place: Place = ()
) -> tuple[AnyShape | None, list[Problem]]:
    """Read one place of a document as a shape.

    A key that the shape lacks is reported and then left out, so that a misspelt word does not
    hide what else is wrong; any other problem leaves nothing to go on with.
    """
    data = at(document.data, place)
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = [_problem(document, shape, place, detail) for detail in details]
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    if len(unknown) < len(details):
        return None, problems
    return shape.model_validate(_without(data, unknown)), problems


def read_as(path: Path, shape: type[AnyShape]) -> tuple[Document, AnyShape | None, list[Problem]]:
    """Read a whole file as a shape."""
    document = read_document(path)
    if not document.is_readable:
        return document, None, list(document.problems)
    fitted, found = fit(document, shape)
    return document, fitted, [*document.problems, *found]


def at(data: object, place: Place) -> object:
    for step in place:
        data = data[step]  # type: ignore[index]  # places come from the data itself
    return data


def _without(data: object, unknown: set[Place], place: Place = ()) -> object:
    if isinstance(data, Mapping):
        return {
            key: _without(value, unknown, (*place, key))
            for key, value in data.items()
            if (*place, key) not in unknown
        }
    if isinstance(data, list):
        return [_without(item, unknown, (*place, index)) for index, item in enumerate(data)]
    return data


def _problem(document: Document, shape: type[Shape], place: Place, detail: ErrorDetails) -> Problem:
    local = tuple(step for step in detail["loc"] if step != "[key]")
    return document.problem((*place, *local), _words(shape, local, detail))


def _words(shape: type[Shape], place: Place, detail: ErrorDetails) -> str:
    kind, value = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return _unknown_key(str(place[-1]), _keys(shape, place[:-1]))
    if value is None and kind != "missing":
        kind = "empty"
    words = _WORDS.get(kind, "{name}: {msg}")
    limits = detail.get("ctx", {})
    choices = tuple(re.findall(r"'([^']+)'", limits.get("expected", "")))
    hint = did_you_mean(str(value), choices)
    words = words.format(name=_name(place), value=_shown(value), msg=detail["msg"], **limits)
    return words + hint


_TIME = "{name} must be a time such as `2026-03-01T12:00:00+00:00`, not {value}"
_WORDS = {
    "missing": "{name} is missing; add it",
    "empty": "{name} is empty; fill it in or remove it",
    "too_short": "{name} is empty; fill it in",
    "string_too_short": "{name} is empty; fill it in",
    "model_type": "{name} must be a mapping, with lines such as `name: value`",
    "dict_type": "{name} must be a mapping, with lines such as `name: value`",
    "list_type": "{name} must be a list, with lines such as `- one`",
    "string_type": "{name} must be a text, not {value}; put it in quotes if it is one",
    "bool_type": "{name} must be true or false, not {value}",
    "int_type": "{name} must be a whole number, not {value}",
    "float_type": "{name} must be a number, not {value}",
    "enum": "{name} cannot be {value}; choose {expected}",
    "greater_than": "{name} is {value}; it must lie between 0 and 1",
    "less_than": "{name} is {value}; it must lie between 0 and 1",
    "greater_than_equal": "{name} is {value}; it must be at least {ge}",
    "less_than_equal": "{name} is {value}; it must be at most {le}",
    "pattern": "{value} {msg}",
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
}
"""Kinds of pydantic's errors that our shapes can cause → what a content specialist reads."""


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    hint = did_you_mean(key, known) or f"; there are {', '.join(known)}"
    return f"there is no key `{key[:80]}`{hint}"


def _name(place: Place) -> str:
    if not place:
        return "this"
    if isinstance(place[-1], int):
        return f"item {place[-1] + 1} of {_name(place[:-1])}" if place[:-1] else "this item"
    return f"`{place[-1][:80]}`"


def _shown(value: object) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str() | int() | float():
            return f"`{str(value)[:60]}`"
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case _:
            return "that"


def _keys(shape: type[Shape], place: Place) -> tuple[str, ...]:
    """The keys that the mapping at this place may have."""
    annotation: Any = shape
    for step in place:
        fields = getattr(annotation, "model_fields", None)
        # Otherwise list[Item] → Item, or dict[str, Entry] → Entry.
        annotation = fields[step].annotation if fields else get_args(annotation)[-1]
    return tuple(annotation.model_fields)
