"""`firstline canary start`: let a candidate release answer a share of the traffic."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from firstline.cli.options import STORE, StoreFolder
from firstline.release.canaries import Canary
from firstline.release.examples import check_examples
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore

SHARE = 0.05


def start(
    release: Annotated[str, typer.Argument(help="Digest of a release, or its beginning.")],
    share: Annotated[float, typer.Option(help="Of the conversations, up to 0.5.")] = SHARE,
    store: StoreFolder = STORE,
) -> None:
    """Let a release answer a share of the conversations; it is stopped when it is worse."""
    releases = ReleaseStore(store)
    candidate = read_release(releases.folder(release))
    check_examples(candidate)
    canary = Canary(digest=candidate.digest, share=share, started_at=datetime.now(UTC))
    releases.canaries.start(canary, live=releases.live())
    typer.echo(f"release {canary.digest[:12]} answers {share:.0%} of the conversations")
