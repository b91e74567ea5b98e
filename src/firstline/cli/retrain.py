"""`firstline retrain`: learn from what happened since, and replace the live release if better."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console

from firstline.cli.options import (
    JOURNAL,
    STORE,
    ColumnMap,
    EncodersFolder,
    ServiceFolder,
    StoreFolder,
)
from firstline.cli.periods import length_of
from firstline.cli.progress import telling
from firstline.cli.retraining.report import print_report
from firstline.learning.corpus import parse_column_map
from firstline.learning.retraining.exclusive import exclusive
from firstline.learning.retraining.material import Sources
from firstline.learning.retraining.reports import Report
from firstline.learning.retraining.running import Place, retrain_from
from firstline.release.store import ReleaseStore
from firstline.workspace import load_examples, load_service

KEPT = 3
"""Exit code where the live release is the better one: no failure, and nothing to roll out."""


def retrain(
    service: ServiceFolder,
    journal: Annotated[
        Path | None,
        typer.Option(
            envvar="FIRSTLINE_JOURNAL",
            help=f"The decision journal; {JOURNAL} where there is no --history either.",
        ),
    ] = None,
    history: Annotated[
        Path | None, typer.Option(help="What agents answered: CSV, JSONL or Parquet.")
    ] = None,
    last: Annotated[
        str, typer.Option(help="Learn only from this period, such as 180d, up to the newest.")
    ] = "",
    store: StoreFolder = STORE,
    column_map: ColumnMap = "",
    encoders: EncodersFolder = None,
    publish: Annotated[
        bool, typer.Option(help="Make the new release live if it is better by rule.")
    ] = False,
    samples: Annotated[int, typer.Option(min=0, help="Inquiries shown of each kind.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Train on the journal and the history, and compare with the live release."""
    if journal is None and history is None:
        journal = JOURNAL
    sources = Sources(
        journal=journal,
        history=history,
        column_map=parse_column_map(column_map),
        last=length_of(last),
    )
    content = load_service(service)
    place = Place(
        service=content,
        examples=load_examples(service, content),
        store=ReleaseStore(store),
        encoders=encoders,
    )
    with exclusive(store), telling(Console(stderr=True)) as progress:
        report = retrain_from(sources, place, samples=samples, publish=publish, progress=progress)
    if as_json:
        print(TypeAdapter(Report).dump_json(report, indent=1).decode())  # noqa: T201
    else:
        print_report(Console(), report)
    if not report.verdict.is_better:
        raise typer.Exit(KEPT)
