"""History files as rows, whatever their format; a broken row never hides the next one."""

import csv
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

import polars as pl

from firstline.domain.errors import HistoryError
from firstline.learning.corpus.json_arrays import BrokenArray, json_array_elements

LOOK_AHEAD = 1_000  # characters; the bracket of an array comes first
JSON_LINES_FOR_COLUMNS = 1_000  # JSON has no header; later lines rarely add a key


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    line: int
    """Where the row starts in the file, 1-based; for Parquet the number of the row."""
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRow:
    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    columns: tuple[str, ...]
    rows: Iterator[Row | BrokenRow]
    """Read once, as long as the table is open."""


class CsvReader(Protocol):
    """What `csv.reader` gives; the module does not name its type."""

    line_num: int

    def __next__(self) -> list[str]: ...


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a history file by its suffix.

    Raises:
        HistoryError: the file is missing, of an unknown kind, or has no columns.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        kinds = ", ".join(_READERS)
        raise HistoryError(f"{path.name}: unknown kind of file; a history is one of {kinds}")
    try:
        # Bytes that are no UTF-8 survive as lone surrogates and are refused row by row.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield read(file, path)
    except OSError as error:
        raise HistoryError(f"{path.name}: the file cannot be read: {error.strerror}") from error


def _csv_table(file: TextIO, path: Path) -> Table:
    header = file.readline()
    delimiter = max(",;\t", key=header.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter)
    try:
        columns = tuple(name.strip() for name in next(reader, []))
    except csv.Error as error:
        raise HistoryError(f"{path.name}: the first line is no header: {error}") from error
    repeated = [name for index, name in enumerate(columns) if name in columns[:index]]
    if repeated:
        raise HistoryError(f"{path.name}: the column `{repeated[0][:80]}` is there twice")
    return Table(columns=columns, rows=_csv_rows(reader, columns))


def _csv_rows(reader: CsvReader, columns: tuple[str, ...]) -> Iterator[Row | BrokenRow]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BrokenRow(line=line, why=f"this is no CSV: {error}")
            continue
        if len(cells) == len(columns):
            yield Row(line=line, values=dict(zip(columns, cells, strict=True)))
        elif cells:  # an empty line is nothing to complain about
            why = f"there are {len(cells)} cells where the header has {len(columns)}"
            yield BrokenRow(line=line, why=why)


def _json_table(file: TextIO, path: Path) -> Table:
    start = file.read(LOOK_AHEAD)
    file.seek(0)
    rows = _array_rows(file) if start.lstrip().startswith("[") else _json_rows(file)
    first = list(itertools.islice(rows, JSON_LINES_FOR_COLUMNS))
    columns = dict.fromkeys(key for row in first if isinstance(row, Row) for key in row.values)
    if first and not columns:
        raise HistoryError(f'{path.name}: no line is a JSON object such as {{"text": "…"}}')
    return Table(columns=tuple(columns), rows=itertools.chain(first, rows))


def _json_rows(file: TextIO) -> Iterator[Row | BrokenRow]:
    for line, text in enumerate(file, start=1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield BrokenRow(line=line, why=f"this is no JSON: {error}")
            continue
        if isinstance(values, dict):
            yield Row(line=line, values=values)
        else:
            yield BrokenRow(line=line, why="this is no JSON object")


def _array_rows(file: TextIO) -> Iterator[Row | BrokenRow]:
    try:
        for line, values in json_array_elements(file):
            if isinstance(values, dict):
                yield Row(line=line, values=values)
            else:
                yield BrokenRow(line=line, why="this is no JSON object")
    except BrokenArray as error:
        yield BrokenRow(line=error.line, why=f"{error}; what follows cannot be read")


def _parquet_table(_file: TextIO, path: Path) -> Table:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise HistoryError(f"{path.name}: this is no Parquet file: {error}") from error
    rows = (
        Row(line=line, values=values)
        for line, values in enumerate(frame.iter_rows(named=True), start=1)
    )
    return Table(columns=tuple(frame.columns), rows=rows)


_READERS: Mapping[str, Callable[[TextIO, Path], Table]] = {
    ".csv": _csv_table,
    ".tsv": _csv_table,
    ".jsonl": _json_table,
    ".ndjson": _json_table,
    ".json": _json_table,
    ".parquet": _parquet_table,
}
