"""Messages out of a file or a pipe, one at a time, with what cannot be read."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, TypeAlias

from firstline.domain.errors import FirstlineError


class MessagesUnreadable(FirstlineError):
    """A file of messages cannot be read at all."""


class Layout(StrEnum):
    """How a file holds its messages."""

    TXT = "txt"
    """One a line."""
    CSV = "csv"
    """A column of a table whose first line names the columns."""
    JSONL = "jsonl"
    """A member of one object a line."""

    @classmethod
    def of(cls, path: Path) -> "Layout":
        """Go by the ending of the name; what is neither table nor JSON holds lines."""
        ending = path.suffix.lower().removeprefix(".")
        return cls(ending) if ending in tuple(cls) else cls.TXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    line: int
    """Where it begins in the file, from 1."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    line: int
    why: str


Found: TypeAlias = Message | BadLine


def read_messages(stream: BinaryIO, layout: Layout, *, column: str) -> Iterator[Found]:
    """Read one message after another; empty lines are passed over.

    Args:
        stream: the file; it is never held in memory.
        layout: how it holds messages.
        column: where a table or an object has the text.

    Raises:
        MessagesUnreadable: there is no such column, or the disk fails.
    """
    # What is no UTF-8 is kept as lone surrogates, so that one bad line is one bad line.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        for found in _found(text, layout, column):
            yield found if isinstance(found, BadLine) else _checked(found)
    except OSError as error:
        raise MessagesUnreadable(f"the messages cannot be read ({error})") from error
    finally:
        text.detach()  # whoever opened the stream closes it


def _found(text: io.TextIOWrapper, layout: Layout, column: str) -> Iterator[Found]:
    if layout is Layout.CSV:
        return _rows(text, column)
    filled = ((number, line) for number, line in enumerate(text, start=1) if line.strip())
    if layout is Layout.JSONL:
        return (_of_object(number, line, column) for number, line in filled)
    return (Message(line=number, text=line.strip()) for number, line in filled)


def _checked(message: Message) -> Found:
    try:
        message.text.encode()
    except UnicodeEncodeError:
        return BadLine(line=message.line, why="it is not UTF-8")
    return message


def _of_object(number: int, line: str, column: str) -> Found:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadLine(line=number, why=f"it is no JSON ({error})")
    if not isinstance(content, dict):
        return BadLine(line=number, why="it is no JSON object")
    return _of_value(number, content.get(column), column)


def _of_value(number: int, value: object, column: str) -> Found:
    if not isinstance(value, str) or not value.strip():
        return BadLine(line=number, why=f"it has no text in `{column}`")
    return Message(line=number, text=value)


def _rows(text: io.TextIOWrapper, column: str) -> Iterator[Found]:
    rows = csv.reader(text)
    try:
        place = _place(next(rows, []), column)
    except csv.Error as error:
        raise MessagesUnreadable(f"the first line is no head of a table ({error})") from error
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield BadLine(line=number, why=f"it is no row of a table ({error})")
            continue
        if row is None:
            return
        if row:
            yield _of_value(number, row[place] if place < len(row) else None, column)


def _place(head: list[str], column: str) -> int:
    if column not in head:
        raise MessagesUnreadable(
            f"there is no column `{column}` in the first line, which has "
            f"{', '.join(head) or 'nothing'}; name the column of the messages with --column"
        )
    return head.index(column)
