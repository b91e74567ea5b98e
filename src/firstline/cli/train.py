"""`firstline train`: a history becomes a release."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.cli.options import STORE, ColumnMap, EncodersFolder, ServiceFolder, StoreFolder
from firstline.cli.progress import telling
from firstline.cli.render import print_scorecard, print_thresholds, print_topics
from firstline.inference.encoders import load_encoder
from firstline.learning import training
from firstline.learning.corpus import parse_column_map, read_history, split
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import describe
from firstline.learning.label_noise import Suspicion, write_suspicions
from firstline.learning.running import run_training
from firstline.release.examples import check_examples
from firstline.release.store import ReleaseStore
from firstline.workspace import load_examples, load_service


def train(
    service: ServiceFolder,
    history: Annotated[Path, typer.Option(help="Answered inquiries: CSV, JSONL or Parquet.")],
    store: StoreFolder = STORE,
    column_map: ColumnMap = "",
    encoders: EncodersFolder = None,
    encoder: Annotated[
        str, typer.Option(help="Encoder; the one of workspace.yaml if left out.")
    ] = "",
    publish: Annotated[bool, typer.Option(help="Make the release live at once.")] = False,
) -> None:
    """Train, calibrate, score and write a release from a service's history."""
    console = Console()
    content = load_service(service)
    if encoder:
        content = replace(content, encoder=encoder)
    runtime = load_encoder(content.encoder, folder=encoders, store=store, sessions=2)
    examples = load_examples(service, content)  # a slip in them must not show after minutes
    imported = read_history(history, content, column_map=parse_column_map(column_map))
    console.print(str(imported.report), highlight=False)
    splits = split(imported)
    console.print(str(splits), highlight=False)
    with telling(console) as progress:
        trained = run_training(
            content, splits, RememberingEncoder(runtime), examples, progress=progress
        )
    for line in describe(trained.fitted):
        console.print(line, highlight=False)
    _report_suspicions(console, trained.suspicions, history)
    release = trained.release
    print_thresholds(console, release.thresholds)
    if release.scorecard:
        print_topics(console, release.scorecard)
        print_scorecard(console, release.scorecard, content, "Scorecard of the test weeks")
    digest = training.write(trained, store)
    console.print(f"release {digest[:12]} written to {store}", highlight=False)
    if publish:
        check_examples(release)
        ReleaseStore(store).publish(digest, at=datetime.now(UTC))
        console.print(f"release {digest[:12]} is live", highlight=False)


def _report_suspicions(console: Console, found: Sequence[Suspicion], history: Path) -> None:
    if path := write_suspicions(found, history):
        message = f"{len(found):,} labels look mistaken; look through {path} and correct them"
        console.print(message, highlight=False, soft_wrap=True)
