"""`firstline clean`: a history as clean JSON lines, without personal data that can be found."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.options import ColumnMap
from firstline.cli.progress import progress_bars
from firstline.learning.corpus import parse_column_map
from firstline.learning.corpus.cleaning import clean_history


def clean(
    history: Annotated[Path, typer.Argument(help="CSV, JSON, JSON lines or Parquet.")],
    out: Annotated[Path, typer.Option(help="The clean copy, as JSON lines.")],
    column_map: ColumnMap = "",
) -> None:
    """Strip markup, quotes and signatures, normalise, redact, and drop repetitions."""
    console = Console()
    with progress_bars(console) as progress:
        rows = progress.add_task("cleaning rows", total=None)
        report = clean_history(
            history,
            out,
            column_map=parse_column_map(column_map),
            step=lambda number: progress.update(rows, completed=number),
        )
    console.print(str(report), highlight=False)
    console.print(f"written to {out}", highlight=False)
