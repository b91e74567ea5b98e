"""The keys of an item in the order in which files have them.

PostgreSQL keeps JSON without the order of its keys, which must not look like a difference.
"""

from typing import Any

from firstline.workspace.shapes import TemplateExampleShape, TemplateShape, TopicItemShape

_SHAPES = (TemplateShape, TopicItemShape, TemplateExampleShape)
_KNOWN = tuple(dict.fromkeys(key for shape in _SHAPES for key in shape.model_fields))
_PLACES = {key: place for place, key in enumerate(_KNOWN)}


def in_order(body: Any) -> Any:  # noqa: ANN401 - JSON
    """Sort the keys, at every depth: those of files as files have them, then the others."""
    match body:
        case dict():
            return {key: in_order(body[key]) for key in sorted(body, key=_place)}
        case list():
            return [in_order(part) for part in body]
        case _:
            return body


def _place(key: str) -> tuple[int, str]:
    return _PLACES.get(key, len(_PLACES)), key
