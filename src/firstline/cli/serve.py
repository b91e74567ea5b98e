"""`firstline serve`: run the answering service."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.serving.server import serve as run
from firstline.serving.settings import ServingSettings


def serve(
    store: Annotated[Path | None, typer.Option(help="Folder of the releases.")] = None,
    journal: Annotated[Path | None, typer.Option(help="The decision journal.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Answer inquiries over HTTP; every setting can also come from the environment."""
    given = {"store": store, "journal": journal, "host": host, "port": port}
    run(ServingSettings.model_validate({k: v for k, v in given.items() if v is not None}))
