"""`firstline diff`: what an apply would change."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.exchange.differences import differences
from firstline.cli.exchange.folders import Folder, known_source
from firstline.cli.exchange.panels import panel_of


def diff(
    service_folder: Annotated[Path, typer.Argument(help="Folder that was pulled into.")],
) -> None:
    """Show in red and green how the files here differ from the panel's content."""
    folder = Folder(service_folder)
    source = known_source(folder)
    content = panel_of(source.panel, source.service).content()
    lines = list(differences(content.files, folder.normal()))
    console = Console()
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)
    if not lines:
        typer.echo("no difference")
    if content.mark != source.mark:
        typer.echo("the panel's content has changed since you pulled", err=True)
