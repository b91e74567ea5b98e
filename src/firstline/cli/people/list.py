"""`firstline people list`: who may do what in the panel."""

from typing import Annotated

import typer

from firstline.hosting.panel import require_tables


def list(  # noqa: A001 - the command's name
    service: Annotated[str, typer.Option(help="Slug of one service only.")] = "",
) -> None:
    """List accounts with the roles that they have in services."""
    require_tables()
    from firstline.hosting.people import people  # noqa: PLC0415 - needs Django set up

    for person in people(service):
        typer.echo("\t".join(person))
