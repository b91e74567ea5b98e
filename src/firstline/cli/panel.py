"""`firstline panel`: the panel alone, as several machines run it in production."""

from typing import Annotated

import typer

from firstline.hosting.panel import bring_up_to_date, require_tables
from firstline.serving.server import serve_app
from firstline.serving.settings import ServingSettings


def panel(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    migrate: Annotated[
        bool,
        typer.Option(
            "--migrate",
            help="Bring the tables of the database up to date first; "
            "without it the panel does not start on old ones.",
        ),
    ] = False,
) -> None:
    """Let people work in the panel; services answer, and a worker runs, elsewhere."""
    if migrate:
        bring_up_to_date()
    require_tables()
    from firstline.hosting.app import create_panel_app  # noqa: PLC0415 - needs Django set up

    given = {"host": host, "port": port}
    settings = ServingSettings.model_validate(
        {name: value for name, value in given.items() if value is not None}
    )
    serve_app(create_panel_app(), settings)
