"""Add, remove, copy and move the parts of what is being built."""

from dataclasses import replace
from enum import StrEnum

from firstline.domain.traces import Join
from firstline.panel.content.builder.records import DEEPEST, Group, Part, Row, Written


class Change(StrEnum):
    ADD_ROW = "add-row"
    ADD_GROUP = "add-group"
    ADD_WRITTEN = "add-written"
    REMOVE = "remove"
    COPY = "copy"
    UP = "up"
    DOWN = "down"


_NEW: dict[Change, Part] = {
    Change.ADD_ROW: Row(),
    Change.ADD_GROUP: Group(join=Join.ANY, parts=(Row(),)),
    Change.ADD_WRITTEN: Written(),
}


def changed(group: Group, change: Change, path: str) -> Group:
    """Change what lies at a path; what cannot be done there changes nothing.

    Args:
        group: all that was built.
        change: what to do.
        path: `0` for the whole, `0.2` for its third part, and so on; additions go to its end.
    """
    steps = [int(step) for step in path.split(".")[1:]]
    if change in _NEW:
        return _added(group, steps, change)
    return _moved(group, steps, change) if steps else group


def _added(group: Group, steps: list[int], change: Change, depth: int = 1) -> Group:
    if steps:
        inner = group.parts[steps[0]] if steps[0] < len(group.parts) else None
        if not isinstance(inner, Group):
            return group
        return _with(group, steps[0], _added(inner, steps[1:], change, depth + 1))
    if change is Change.ADD_GROUP and depth >= DEEPEST:
        return group
    return replace(group, parts=(*group.parts, _NEW[change]))


def _moved(group: Group, steps: list[int], change: Change) -> Group:
    place, *rest = steps
    if place >= len(group.parts):
        return group
    inner = group.parts[place]
    if rest:
        return (
            _with(group, place, _moved(inner, rest, change)) if isinstance(inner, Group) else group
        )
    others = [*group.parts[:place], *group.parts[place + 1 :]]
    match change:
        case Change.REMOVE:
            pass
        case Change.COPY:
            others[place:place] = [inner, inner]
        case Change.UP:
            others.insert(max(place - 1, 0), inner)
        case _:
            others.insert(place + 1, inner)
    return replace(group, parts=tuple(others))


def _with(group: Group, place: int, part: Part) -> Group:
    return replace(group, parts=(*group.parts[:place], part, *group.parts[place + 1 :]))
