"""`firstline services add`: let the panel know a service that is there."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.hosting.panel import require_tables


def add(
    folder: Annotated[
        Path,
        typer.Argument(help="Its folder, with `releases` and the journal."),
    ],
    slug: Annotated[
        str, typer.Option(help="Its name in addresses; by default made of the folder's name.")
    ] = "",
    title: Annotated[str, typer.Option(help="Its name for people.")] = "",
) -> None:
    """Register a service's folder with the panel; harmless when it is there already."""
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {folder}")
    require_tables()
    from firstline.hosting.registering import register  # noqa: PLC0415 - needs Django set up

    service = register(folder, slug=slug, title=title)
    typer.echo(f"{service.slug}\t{service.title}\t{service.path}")
