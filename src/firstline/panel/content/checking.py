"""One item as somebody wants it: what is wrong with it, field by field."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from firstline.domain.errors import Problem
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.workspace.documents import Document, Place
from firstline.workspace.settings import Settings
from firstline.workspace.templates import Surroundings, read_templates

T = TypeVar("T")
Read: TypeAlias = Callable[[Document], tuple[tuple[T, ...], list[Problem]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Generic[T]):
    value: T | None
    """`None` where it has not even the shape of one, so that no draft may hold it."""
    problems: Mapping[str, Sequence[Problem]]
    """By field: `topics`, `texts.en`, `examples.0` and so on."""

    @property
    def count(self) -> int:
        return sum(map(len, self.problems.values()))

    def of(self, field: str) -> Sequence[Problem]:
        return self.problems.get(field, ())


def checked(item: Mapping[str, Any], service: Service) -> Checked[Template]:
    """Check a template beside the others of a service, which may hold it already."""
    around = Surroundings(
        settings=Settings.of(service),
        topics=service.topics,
        others=frozenset(template.id for template in service.templates),
    )
    return checked_as("templates", item, lambda document: read_templates(document, around))


def checked_as(kind: str, item: Mapping[str, Any], read: Read[T]) -> Checked[T]:
    """Check an item as its file is checked.

    Args:
        kind: key of the list in that file.
        item: the item.
        read: reads a document that holds only this list.
    """
    here: Place = (kind, 0)
    places = [(), *_places(item, here)]
    lines = {place: number for number, place in enumerate(places)}
    document = Document(file=kind.removesuffix("s"), data={kind: [dict(item)]}, lines=lines)
    values, problems = read(document)
    by_field: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        # A place has a number here instead of a line, which is how a problem tells its field.
        by_field[_field(places[problem.line][len(here) :])].append(problem)
    return Checked(value=next(iter(values), None), problems=dict(by_field))


def _places(value: object, place: Place) -> Iterator[Place]:
    yield place
    inner = value.items() if isinstance(value, Mapping) else ()
    for key, part in enumerate(value) if isinstance(value, list) else inner:
        yield from _places(part, (*place, key))


def _field(own: Place) -> str:
    depth = 2 if own[:1] in (("texts",), ("examples",), ("words",)) else 1
    return ".".join(map(str, own[:depth]))
