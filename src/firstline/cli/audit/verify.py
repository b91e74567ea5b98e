"""`firstline audit verify`: find out whether somebody has meddled with the audit log."""

from typing import Annotated

import typer

from firstline.hosting.panel import require_tables


def verify(
    ends_with: Annotated[
        str,
        typer.Option(
            help="A hash that an earlier run printed; if the log does not hold it any more, "
            "entries were cut off."
        ),
    ] = "",
) -> None:
    """Check the whole chain; names the first entry that does not fit, and exits with 1."""
    require_tables()
    from firstline.panel.audit.chain import check_all, holds  # noqa: PLC0415 - needs Django

    check = check_all()
    if (broken := check.broken) is not None:
        typer.echo(
            f"broken at entry {broken.pk} ({broken}): it was changed, or one before it was removed",
            err=True,
        )
        raise typer.Exit(1)
    if ends_with and not holds(ends_with):
        typer.echo(f"no entry has the hash {ends_with}: the end was cut off", err=True)
        raise typer.Exit(1)
    typer.echo(f"{check.checked} entries are whole and in order; the last hash is")
    typer.echo(check.last_hash)
