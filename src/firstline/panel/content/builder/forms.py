"""What was built, as the fields of a form; each part is named by its path, such as `0.2.1`."""

import re
from collections.abc import Iterator

from django.http import QueryDict

from firstline.domain.errors import FirstlineError
from firstline.domain.traces import Join
from firstline.panel.content.builder.making import ROOT
from firstline.panel.content.builder.operators import INPUTS, Inputs, Operator
from firstline.panel.content.builder.records import DEEPEST, Group, Part, Row, Written

PREFIX = "build"
PARTS = f"{PREFIX}-part"
"""The field that lists every part, `path:kind`, each group before what is in it."""
MOST_PARTS = 200  # a rule has at most 64 conditions
_PART = re.compile(rf"0(?:\.[0-9]{{1,3}}){{0,{DEEPEST}}}:(?:group|row|written)")


class UnreadableForm(FirstlineError):
    """A form that no page of ours sends."""

    def __init__(self) -> None:
        super().__init__("this form cannot be read; reload the page and try again")


def name_of(path: str, what: str) -> str:
    return f"{PREFIX}-{path}-{what}"


def fields_of(part: Part, path: str = ROOT) -> Iterator[tuple[str, str]]:
    """List the names and values that a browser sends for a part and all in it."""
    match part:
        case Group():
            yield PARTS, f"{path}:group"
            yield name_of(path, "join"), part.join
            for number, inner in enumerate(part.parts):
                yield from fields_of(inner, f"{path}.{number}")
        case Written():
            yield PARTS, f"{path}:written"
            yield name_of(path, "text"), part.text
        case Row():
            yield PARTS, f"{path}:row"
            yield from _of_row(part, path)


def _of_row(row: Row, path: str) -> Iterator[tuple[str, str]]:
    for what in ("subject", "operator", "against", "count", "unit"):
        yield name_of(path, what), getattr(row, what)
    is_list = _inputs(row.operator) is Inputs.MANY
    for value in ("\r\n".join(row.values),) if is_list else row.values:
        yield name_of(path, "value"), value


def read(data: QueryDict) -> Group:
    """Read what a browser sent.

    Raises:
        UnreadableForm: the parts do not make one group.
    """
    kinds: dict[str, str] = {}
    for entry in data.getlist(PARTS):
        if not _PART.fullmatch(entry):
            raise UnreadableForm
        path, kind = entry.split(":")
        kinds[path] = kind
    if kinds.get(ROOT) != "group" or len(kinds) > MOST_PARTS:
        raise UnreadableForm
    children: dict[str, list[str]] = {path: [] for path in kinds}
    for path in kinds:
        parent = path.rpartition(".")[0]
        if parent:
            if kinds.get(parent) != "group":
                raise UnreadableForm
            children[parent].append(path)
    return _read_group(ROOT, kinds, children, data)


def _read(
    path: str, kinds: dict[str, str], children: dict[str, list[str]], data: QueryDict
) -> Part:
    match kinds[path]:
        case "group":
            return _read_group(path, kinds, children, data)
        case "written":
            return Written(text=data.get(name_of(path, "text"), ""))
        case _:
            return _read_row(path, data)


def _read_group(
    path: str, kinds: dict[str, str], children: dict[str, list[str]], data: QueryDict
) -> Group:
    inner = tuple(_read(child, kinds, children, data) for child in children[path])
    return Group(join=_join(data.get(name_of(path, "join"), "")), parts=inner)


def _join(text: str) -> Join:
    return Join(text) if text in {*Join} else Join.ALL


def _read_row(path: str, data: QueryDict) -> Row:
    def said(what: str) -> str:
        return data.get(name_of(path, what), "")

    values = data.getlist(name_of(path, "value"))
    if _inputs(said("operator")) is Inputs.MANY:
        values = [line.rstrip("\r") for value in values for line in value.split("\n")]
    return Row(
        subject=said("subject"),
        operator=said("operator"),
        against=said("against"),
        count=said("count"),
        unit=said("unit"),
        values=tuple(value for value in values if value.strip()),
    )


def _inputs(operator: str) -> Inputs | None:
    return INPUTS[Operator(operator)] if operator in {*Operator} else None
