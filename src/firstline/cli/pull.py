"""`firstline pull`: a panel's content becomes files."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.cli.exchange.folders import Folder, Pulled, hashes_of
from firstline.cli.exchange.panels import PanelError, panel_of


def pull(
    service_folder: Annotated[Path, typer.Argument(help="Folder of the files; made if missing.")],
    panel: Annotated[
        str, typer.Option(help="Address of the panel; the one pulled from before if left out.")
    ] = "",
    service: Annotated[str, typer.Option(help="Address part of the service there; likewise.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite edits here that were not applied.")
    ] = False,
) -> None:
    """Write the panel's content, with its draft, into a folder."""
    folder = Folder(service_folder)
    before = folder.pulled()
    panel = panel or (before.panel if before else "")
    service = service or (before.service if before else "")
    if not (panel and service):
        raise PanelError("say where to pull from: --panel https://host/panel --service SLUG")
    content = panel_of(panel, service).content()
    pulled = Pulled(
        panel=panel, service=service, mark=content.mark, hashes=hashes_of(content.files)
    )
    written = folder.take(content.files, pulled, even_if_edited=force)
    what = "the draft on" if content.is_draft else ""
    typer.echo(" ".join(f"pulled {what} release {content.release[:12]} of {service}".split()))
    for name in written:
        typer.echo(f"written {service_folder / name}")
    for problem in content.problems:
        typer.echo(f"the draft has a problem: {problem}", err=True)
