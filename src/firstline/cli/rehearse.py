"""`firstline rehearse`: let the live release decide a history, for pages that look back."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.options import STORE, ColumnMap, EncodersFolder, ServiceFolder, StoreFolder
from firstline.cli.past_inquiries import decided
from firstline.cli.periods import length_of, only_last
from firstline.engine import Engine
from firstline.learning.corpus import parse_column_map, read_history
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.work.rehearsing import in_time
from firstline.work.rehearsing import rehearse as write
from firstline.workspace import load_service


def rehearse(
    service: ServiceFolder,
    history: Annotated[Path, typer.Option(help="Answered inquiries: CSV, JSONL or Parquet.")],
    out: Annotated[Path, typer.Option(help="File of the rehearsal.")],
    store: StoreFolder = STORE,
    column_map: ColumnMap = "",
    encoders: EncodersFolder = None,
    last: Annotated[str, typer.Option(help="Only this period, such as 30d or 12h.")] = "",
) -> None:
    """Decide past inquiries with the live release, so that the panel can show effects at once."""
    release = read_release(ReleaseStore(store).named_or_live())
    read = read_history(history, load_service(service), column_map=parse_column_map(column_map))
    inquiries = in_time(case.inquiry for case in only_last(read.cases, length_of(last)))
    engine = Engine.load(release, encoders=encoders, store=store, sessions=2)
    decisions = decided(engine, inquiries, Console(stderr=True))
    count = write(zip(inquiries, decisions, strict=True), out)
    typer.echo(f"{count:,} decisions rehearsed in {out}")
