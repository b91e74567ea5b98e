"""`firstline publish`: move the pointer to the live release."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from firstline.cli.options import STORE, StoreFolder
from firstline.release.examples import check_examples
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


def publish(
    release: Annotated[str, typer.Argument(help="Digest of a release, or its beginning.")],
    store: StoreFolder = STORE,
) -> None:
    """Make a release live; a running service takes it up within a second."""
    releases = ReleaseStore(store)
    # one that is damaged, or breaks its own examples, must not become live
    check_examples(read_release(releases.folder(release)))
    typer.echo(f"release {releases.publish(release, at=datetime.now(UTC))[:12]} is live")
