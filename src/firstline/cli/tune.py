"""`firstline tune`: an encoder that knows a service's history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from firstline.cli.options import STORE, ColumnMap, EncodersFolder, ServiceFolder, StoreFolder
from firstline.cli.progress import progress_bars
from firstline.inference.encoders import encoder_folders
from firstline.inference.registry import EncoderCard
from firstline.inference.sources import find_encoder
from firstline.learning.corpus import parse_column_map, read_history, split
from firstline.learning.tuning.corpora import Corpus, corpus_of
from firstline.learning.tuning.readiness import require_pytorch, require_tunable, require_tuned
from firstline.learning.tuning.recipes import ADAPTATION, REFRESHING, THREADS, TUNING, Plan
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_service

if TYPE_CHECKING:
    from firstline.learning.tuning.tuning import Tuned


def tune(
    service: ServiceFolder,
    history: Annotated[Path, typer.Option(help="Answered inquiries: CSV, JSONL or Parquet.")],
    store: StoreFolder = STORE,
    column_map: ColumnMap = "",
    encoders: EncodersFolder = None,
    adapt: Annotated[
        bool, typer.Option(help="Learn the words of the messages first, without topics.")
    ] = False,
    refresh: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Only refresh the live release's tuned encoder: its last layers, on this many "
            "of the last days.",
        ),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="How often every message is read.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Another number gives other bits.")] = THREADS,
) -> None:
    """Tune the service's encoder on its history; killed, it goes on where it was."""
    require_pytorch()
    console = Console()
    content = load_service(service)
    name = content.encoder if refresh is None else _live_encoder(store)
    require_tunable(name)
    card, files = find_encoder(name, encoder_folders(encoders, store))
    if refresh is not None:
        require_tuned(card)
    imported = read_history(history, content, column_map=parse_column_map(column_map))
    last = None if refresh is None else timedelta(days=refresh)
    corpus = corpus_of(split(imported), last=last)
    stage = TUNING if refresh is None else REFRESHING
    plan = Plan(
        supervised=replace(stage, epochs=epochs or stage.epochs),
        adaptation=ADAPTATION if adapt else None,
        threads=threads,
    )
    _report(console, _tune(console, card, files, corpus, plan, store))


def _live_encoder(store: Path) -> str:
    return read_release(ReleaseStore(store).named_or_live()).model.encoder


def _tune(
    console: Console, card: EncoderCard, files: Path, corpus: Corpus, plan: Plan, store: Path
) -> "Tuned":
    from firstline.learning.tuning.tuning import tune as run  # noqa: PLC0415 - loads PyTorch

    console.print(
        f"{len(corpus.learn):,} messages of {len(corpus.topics)} topics to learn from, "
        f"{len(corpus.judge):,} to judge by",
        highlight=False,
    )
    with progress_bars(console) as progress:

        def stage(name: str) -> Callable[[int, int], None]:
            bar = progress.add_task(name, total=None)
            return lambda done, of: progress.update(bar, completed=done, total=of)

        return run(card, files, corpus, plan=plan, store=store, progress=stage)


def _report(console: Console, tuned: "Tuned") -> None:
    for judgement in tuned.judgements:
        when = f"after epoch {judgement.epoch}" if judgement.epoch else "before tuning"
        is_chosen = " (chosen)" if judgement == tuned.chosen else ""
        console.print(
            f"{when}: {judgement.accuracy:.1%} of dev right, "
            f"log loss {judgement.log_loss:.3f}{is_chosen}",
            highlight=False,
        )
    if tuned.chosen.rank <= tuned.judgements[0].rank:
        console.print("on dev it is no better than before; think twice before you train on it")
    console.print(
        f"encoder {tuned.card.name} written; name it as `encoder` in workspace.yaml, or try it "
        f"with: firstline train … --encoder {tuned.card.name}",
        highlight=False,
        soft_wrap=True,
    )
