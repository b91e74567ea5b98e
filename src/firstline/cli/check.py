"""`firstline check`: say everything that is wrong with a service, and perhaps with its history."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.cli.options import ColumnMap, ServiceFolder
from firstline.domain.errors import WorkspaceError
from firstline.domain.services import Service
from firstline.learning.corpus import parse_column_map, read_history
from firstline.workspace import load_examples, load_service


def check(
    service: ServiceFolder,
    history: Annotated[
        Path | None, typer.Option(help="Try to import this CSV, JSONL or Parquet file as well.")
    ] = None,
    column_map: ColumnMap = "",
) -> None:
    """Check the files of a service; every problem has its file, its line and what to do."""
    loaded = _checked(service)
    typer.echo(f"{_summary(loaded)} — no problems")
    if history is not None:
        imported = read_history(history, loaded, column_map=parse_column_map(column_map))
        typer.echo(imported.report)


def _checked(folder: Path) -> Service:
    """Load it, or print its problems as compilers do, so that editors can jump to them."""
    try:
        service = load_service(folder)
        load_examples(folder, service)
    except WorkspaceError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    return service


def _summary(service: Service) -> str:
    topics, templates = len(service.topics.leaves), len(service.templates)
    facts = len(service.schema.facts)
    return f"{service.name}: {topics} topics, {templates} templates, {facts} facts"
