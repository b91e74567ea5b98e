"""A JSON array of any length, one element in memory at a time."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

CHUNK = 16_384  # characters read at once
LONGEST_ELEMENT = 8_000_000  # characters; a broken one must not take all memory

_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


class BrokenArray(Exception):
    """No way to tell where the next element starts; never leaves the import."""

    def __init__(self, why: str, *, line: int) -> None:
        self.line = line
        super().__init__(why)


def json_array_elements(file: TextIO) -> Iterator[tuple[int, object]]:
    """Read each element with the line that it starts on, from 1.

    Raises:
        BrokenArray: what comes next is no JSON, or the array does not end.
    """
    text, line = file.read(CHUNK), 1
    used = text.index("[") + 1
    while True:
        used = _BETWEEN.match(text, used).end()  # type: ignore[union-attr]  # matches nothing, too
        line += text.count("\n", 0, used)
        text, used = text[used:], 0
        if not text and not (text := file.read(CHUNK)):
            raise BrokenArray("the array does not end", line=line)
        if text[0] == "]":
            return
        if not _BETWEEN.match(text[0]).end():  # type: ignore[union-attr]
            value, used, text = _element(file, text, line)
            yield line, value


def _element(file: TextIO, text: str, line: int) -> tuple[object, int, str]:
    """Decode the element at the start; gives where it ends, in a text that may have grown."""
    size = CHUNK
    while True:
        try:
            value, end = _DECODER.raw_decode(text)
        except (ValueError, RecursionError) as error:
            value, end, why = None, len(text), str(error)
        else:
            why = ""
        if end < len(text):
            return value, end, text
        more = file.read(size) if len(text) < LONGEST_ELEMENT else ""
        if not more:
            raise BrokenArray(f"this is no JSON: {why or 'the array does not end'}", line=line)
        text, size = text + more, 2 * size
