"""One template as somebody wants it: what is wrong with it, field by field."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstline.domain.errors import Problem
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.workspace.documents import Document, Place
from firstline.workspace.settings import Settings
from firstline.workspace.templates import Surroundings, read_templates

_HERE: Place = ("templates", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    template: Template | None
    """`None` where it has not even the shape of one, so that no draft may hold it."""
    problems: Mapping[str, Sequence[Problem]]
    """By field: `topics`, `texts.en`, `examples.0` and so on."""

    @property
    def count(self) -> int:
        return sum(map(len, self.problems.values()))

    def of(self, field: str) -> Sequence[Problem]:
        return self.problems.get(field, ())


def checked(item: Mapping[str, Any], service: Service) -> Checked:
    """Check an item beside the other templates of a service, which may hold it already."""
    places = [(), *_places(item, _HERE)]
    lines = {place: number for number, place in enumerate(places)}
    document = Document(file="template", data={"templates": [dict(item)]}, lines=lines)
    around = Surroundings(
        settings=Settings.of(service),
        topics=service.topics,
        others=frozenset(template.id for template in service.templates),
    )
    templates, problems = read_templates(document, around)
    by_field: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        # A place has a number here instead of a line, which is how a problem tells its field.
        by_field[_field(places[problem.line])].append(problem)
    return Checked(template=next(iter(templates), None), problems=dict(by_field))


def _places(value: object, place: Place) -> Iterator[Place]:
    yield place
    inner = value.items() if isinstance(value, Mapping) else ()
    for key, part in enumerate(value) if isinstance(value, list) else inner:
        yield from _places(part, (*place, key))


def _field(place: Place) -> str:
    own = place[len(_HERE) :]
    depth = 2 if own[:1] in (("texts",), ("examples",)) else 1
    return ".".join(map(str, own[:depth]))
