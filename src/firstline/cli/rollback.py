"""`firstline rollback`: undo the last publish."""

from datetime import UTC, datetime

import typer

from firstline.cli.options import STORE, StoreFolder
from firstline.release.store import ReleaseStore


def rollback(store: StoreFolder = STORE) -> None:
    """Go back to the release that was live before."""
    digest = ReleaseStore(store).roll_back(at=datetime.now(UTC))
    typer.echo(f"release {digest[:12]} is live again")
