"""`firstline classify`: topic, sentiment and language of every message of a file."""

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console

from firstline.cli.doors.classified import COLUMNS, Classified, classified
from firstline.cli.doors.live import live_engine
from firstline.cli.doors.messages import BadLine, Layout, MessagesUnreadable, read_messages
from firstline.cli.options import STORE, EncodersFolder, StoreFolder
from firstline.cli.progress import progress_bars

PIPE = Path("-")


class Output(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def classify(
    file: Annotated[
        Path, typer.Argument(help="Messages: a text file, CSV or JSONL; - reads a pipe.")
    ],
    service: Annotated[
        str, typer.Option(help="Folder or name of the service that must be live in the store.")
    ] = "",
    column: Annotated[str, typer.Option(help="Where a CSV or JSONL file has the text.")] = "text",
    layout: Annotated[
        Layout | None,
        typer.Option("--from", help="How the messages come; by the file's ending if left out."),
    ] = None,
    output: Annotated[Output, typer.Option("--to", help="What is written.")] = Output.JSONL,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
) -> None:
    """Write topic, sentiment and language of each message to standard output."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    tally = Counter[str]()

    def skip(bad: BadLine) -> None:
        tally["left out"] += 1
        console.print(f"line {bad.line} is left out: {bad.why}")

    with _opened(file) as stream, progress_bars(console) as progress:
        engine = live_engine(service, store, encoders=encoders, sessions=2)
        task = progress.add_task("messages", total=None)
        found = read_messages(stream, layout or Layout.of(file), column=column)
        write = _writer(output)
        for rows in classified(found, engine, skip=skip):
            write(rows)
            tally["classified"] += len(rows)
            progress.update(task, completed=tally["classified"])
    console.print(f"{tally['classified']:,} classified, {tally['left out']:,} left out")
    if tally["left out"]:
        raise typer.Exit(1)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == PIPE:
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise MessagesUnreadable(f"{file} cannot be read ({error.strerror})") from error
    with stream:
        yield stream


def _writer(output: Output) -> Callable[[Sequence[Classified]], None]:
    if output is Output.JSONL:
        return lambda rows: typer.echo(
            "\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in rows)
        )
    typer.echo(",".join(COLUMNS))
    return lambda rows: typer.echo(_table(rows), nl=False)


def _table(rows: Sequence[Classified]) -> str:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(map(asdict, rows))
    return text.getvalue()
