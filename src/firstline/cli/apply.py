"""`firstline apply`: edited files become edits of the panel's draft."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.cli.exchange.folders import Folder, hashes_of, known_source
from firstline.cli.exchange.panels import panel_of


def apply(
    service_folder: Annotated[Path, typer.Argument(help="Folder that was pulled into.")],
) -> None:
    """Put what was edited here into the panel's draft; people publish it there."""
    folder = Folder(service_folder)
    source = known_source(folder)
    normal = folder.normal()
    applied = panel_of(source.panel, source.service).apply(normal, mark=source.mark)
    folder.note(source.model_copy(update={"mark": applied.mark, "hashes": hashes_of(normal)}))
    for item in applied.changed:
        typer.echo(f"edited {item}")
    if not applied.changed:
        typer.echo("nothing differs; the draft is as it was")
        return
    typer.echo(
        f"{len(applied.changed)} edits are in the draft; look at them and publish in the panel"
    )
