"""`firstline export`: what agents answered, as training data for other programs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.options import ColumnMap, ServiceFolder
from firstline.domain.errors import HistoryError
from firstline.learning.corpus import parse_column_map, read_history, split
from firstline.learning.corpus.cells import MAX_RATING
from firstline.learning.exports import ExportReport, Format, examples_of, write_export
from firstline.workspace import load_service


def export(
    service: ServiceFolder,
    history: Annotated[Path, typer.Option(help="Answered inquiries, as for `train`.")],
    out: Annotated[Path, typer.Option(help="Folder of the files.")],
    to: Annotated[Format, typer.Option("--format", help="Of the files.")] = Format.OPENAI_CHAT,
    min_rating: Annotated[
        int, typer.Option(min=1, max=MAX_RATING, help="Leave out replies rated lower.")
    ] = 3,
    unrated: Annotated[bool, typer.Option(help="Take replies that nobody rated.")] = True,
    column_map: ColumnMap = "",
) -> None:
    """Write examples of good replies; the weeks that prove and test promises stay out."""
    console = Console()
    content = load_service(service)
    imported = read_history(history, content, column_map=parse_column_map(column_map))
    console.print(str(imported.report), highlight=False)
    parts = split(imported)
    cases = {"train": parts.train, "validation": parts.dev}
    reports = {name: ExportReport() for name in cases}
    examples = {
        name: list(
            examples_of(chosen, content, reports[name], min_rating=min_rating, with_unrated=unrated)
        )
        for name, chosen in cases.items()
    }
    for name, report in reports.items():
        console.print("\n".join(report.lines(name)), highlight=False)
    if not examples["train"]:
        raise HistoryError("no case is an example; see above why, or take a longer history")
    for path in write_export(examples, reports, out, to):
        console.print(f"written to {path}", highlight=False)
