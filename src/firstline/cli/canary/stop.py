"""`firstline canary stop`: the live release answers everything again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from firstline.cli.options import STORE, StoreFolder
from firstline.domain.errors import CanaryRefused
from firstline.release.store import ReleaseStore


def stop(
    reason: Annotated[str, typer.Option(help="Why, for the log.")] = "stopped by hand",
    store: StoreFolder = STORE,
) -> None:
    """End the canary; a running service follows within a second."""
    if not ReleaseStore(store).canaries.stop(reason, at=datetime.now(UTC)):
        raise CanaryRefused(f"no canary is running in {store}")
    typer.echo("the canary is stopped; the live release answers everything")
