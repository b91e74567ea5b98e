"""`firstline release`: edited content on the live model, in seconds and without training."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.options import STORE, EncodersFolder, ServiceFolder, StoreFolder
from firstline.cli.render import print_thresholds
from firstline.inference.encoders import load_encoder
from firstline.learning.recalibration import evidence_for, with_content, write_edited
from firstline.release.examples import check_examples
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_examples, load_service
from firstline.workspace.changes import load_change


def release(
    service: ServiceFolder,
    change: Annotated[
        Path | None, typer.Option(help="A change file to apply to the service first.")
    ] = None,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
    publish: Annotated[bool, typer.Option(help="Make the release live at once.")] = False,
) -> None:
    """Release edited topics, templates and rules with the live model."""
    content = load_service(service)
    examples = load_examples(service, content)
    if change is not None:
        content = load_change(change, content)
    releases = ReleaseStore(store)
    live = read_release(releases.named_or_live())
    evidence = evidence_for(live, store)
    edited = with_content(live, content, evidence)
    check_examples(edited)
    print_thresholds(Console(), edited.thresholds)
    encoder = load_encoder(content.encoder, folder=encoders, store=store)
    digest = write_edited(edited, examples, evidence, encoder=encoder, root=store)
    typer.echo(f"release {digest[:12]} written to {store}")
    if publish:
        releases.publish(digest, at=datetime.now(UTC))
        typer.echo(f"release {digest[:12]} is live")
