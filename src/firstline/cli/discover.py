"""`firstline discover`: find what customers ask that no reply is ready for, and draft content."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console

from firstline.analysis.discovery import Discovery, PastInquiry
from firstline.analysis.discovery import discover as find
from firstline.analysis.discovery.discover import LEAST
from firstline.analysis.discovery.drafts import write_drafts
from firstline.cli.discovery.past import from_history, from_journal
from firstline.cli.discovery.report import print_discovery
from firstline.cli.options import (
    JOURNAL,
    STORE,
    ColumnMap,
    EncodersFolder,
    JournalFile,
    ServiceFolder,
    StoreFolder,
)
from firstline.cli.periods import length_of, only_last
from firstline.cli.progress import progress_bars
from firstline.domain.errors import DiscoveryError
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.inference.encoders import load_encoder
from firstline.inference.vectors import Vectors
from firstline.learning.corpus import parse_column_map, read_history
from firstline.learning.embeddings import RememberingEncoder
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_service

JSON = TypeAdapter(Discovery)


def discover(
    service: ServiceFolder,
    journal: JournalFile = JOURNAL,
    last: Annotated[
        str, typer.Option(help="Only this period, such as 30d or 12h, up to the newest.")
    ] = "",
    history: Annotated[
        Path | None, typer.Option(help="History to decide first, instead of the journal.")
    ] = None,
    column_map: ColumnMap = "",
    least: Annotated[
        int, typer.Option(min=3, help="Inquiries that the smallest cluster has.")
    ] = LEAST,
    out: Annotated[Path | None, typer.Option(help="Folder to write drafts to.")] = None,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Group what was not answered, and draft topics, templates and rules for it."""
    length = length_of(last)
    content = load_service(service)
    console, progress = Console(), Console(stderr=True)
    runtime = load_encoder(content.encoder, folder=encoders, store=store, sessions=2)
    encoder = RememberingEncoder(runtime)
    if history is None:
        past = only_last(from_journal(journal, content, console=progress), length)
    else:
        live = read_release(ReleaseStore(store).named_or_live())
        cases = read_history(history, live.service, column_map=parse_column_map(column_map)).cases
        engine = Engine.load(live, encoders=encoders, store=store, sessions=2)
        past = from_history(only_last(cases, length), engine, console=progress)
    found = _found(past, content, encoder, least, progress)
    if out is not None:
        write_drafts(found, past, content, out)
    if as_json:
        typer.echo(JSON.dump_json(found, indent=1))
    else:
        print_discovery(console, found, out)


def _found(
    past: list[PastInquiry],
    content: Service,
    encoder: RememberingEncoder,
    least: int,
    console: Console,
) -> Discovery:
    if not past:
        raise DiscoveryError(
            "there are no inquiries to discover from; name another --journal, or a --history"
        )
    with progress_bars(console) as progress:

        def encode(texts: Sequence[str]) -> Vectors:
            reading = progress.add_task("reading messages", total=len(set(texts)))
            encoder.remember(texts, lambda done: progress.advance(reading, done))
            progress.add_task("grouping", total=None)
            return encoder.encode(texts)

        return find(past, content, encode, least=least)
