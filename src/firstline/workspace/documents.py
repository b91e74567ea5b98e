"""YAML files as plain data, with the line of every value.

Two things differ from the usual loaders, both on purpose. Scalars follow YAML 1.2: `no` is a
language and not false, `12:30` a text and not 750. Aliases, tags and deep nesting are refused: a
file of a service needs none of them, and they can make a small file enormous.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from firstline.domain.errors import Problem

MAX_BYTES = 5_000_000  # 1,500 templates in three languages take about 1 MB
MAX_DEPTH = 40  # a topic tree of ten levels needs 21

# The C scanner is about ten times as fast; it is missing where PyYAML was built without libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULL = re.compile(r"|~|null|Null|NULL")
BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
INT = re.compile(r"[-+]?[0-9]{1,30}")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")

Place: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    file: str
    data: object = None
    """Mappings with text keys, lists, texts, numbers, booleans and `None`, as in JSON."""
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """What was wrong with the file as YAML; `is_readable` says whether `data` can be used."""
    is_readable: bool = True

    def line(self, place: Place) -> int:
        """Find the line of a place, or of the nearest one around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)

    def problem(self, place: Place, message: str) -> Problem:
        return Problem(file=self.file, line=self.line(place), message=message)


class _Unreadable(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


def read_document(path: Path) -> Document:
    """Read one file; whatever it holds, the answer is a document, perhaps only with a problem."""
    try:
        return _parse(path.name, _text(path))
    except _Unreadable as error:
        problem = Problem(file=path.name, line=error.line, message=error.message)
        return Document(file=path.name, problems=(problem,), is_readable=False)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _Unreadable(0, f"the file is larger than {MAX_BYTES:,} bytes; split the service")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _Unreadable(0, "the file is missing; write it, or check the path") from error
    except OSError as error:
        raise _Unreadable(0, f"the file cannot be read: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "this is not UTF-8 text; save the file as UTF-8") from error


def _parse(file: str, text: str) -> Document:
    reader = _Reader(file, text)
    try:
        data = reader.document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = "there is a control character here; is this a text file?"
        raise _Unreadable(line, message) from error
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from error
    if data is None:
        raise _Unreadable(0, "the file is empty")
    return Document(file=file, data=data, lines=reader.lines, problems=tuple(reader.problems))


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> _Unreadable:
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    row = "".join(text.splitlines()[line - 1 : line])
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return _Unreadable(line, "YAML allows no tabs at the start of a line; use spaces")
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    return _Unreadable(line, f"this is not valid YAML: {reason}; check indentation and quotes")


class _Reader:
    """Builds the data from the parser's events, so that nothing is expanded unseen."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def document(self) -> object:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        first = next(self.events)
        data = self.value(first, ())
        next(self.events)  # the end of the document
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise _Unreadable(_line(following), "a second document starts here; remove the `---`")
        return data

    def value(self, event: yaml.Event, place: Place) -> object:
        self.lines.setdefault(place, _line(event))
        if len(place) > MAX_DEPTH:
            raise _Unreadable(_line(event), f"this is nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag:
            raise _Unreadable(_line(event), "`!` tags are not supported; put a text in quotes")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(str(event.value), is_plain=not event.style)
        raise _Unreadable(_line(event), "`*` aliases are not supported; write the value out")

    def sequence(self, place: Place) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*place, len(items))))
        return items

    def mapping(self, place: Place) -> dict[str, object]:
        entries: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = _key(event)
            if key in entries:
                first = self.lines[(*place, key)]
                message = f"`{key[:80]}` is given twice, first on line {first}; remove one"
                self.problems.append(Problem(file=self.file, line=_line(event), message=message))
            self.lines.setdefault((*place, key), _line(event))
            entries[key] = self.value(next(self.events), (*place, key))
        return entries


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 0


def _key(event: yaml.Event) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        message = "a key must be a text; a value that starts with `{`, `[`, `*` or `&` needs quotes"
        raise _Unreadable(_line(event), message)
    return str(event.value)


def _scalar(text: str, *, is_plain: bool) -> object:
    if not is_plain:
        return text
    if NULL.fullmatch(text):
        return None
    if BOOL.fullmatch(text):
        return text.lower() == "true"
    if INT.fullmatch(text):
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text
