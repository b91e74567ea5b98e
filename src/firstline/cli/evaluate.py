"""`firstline evaluate`: score a release on labelled inquiries it never saw."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstline.analysis.plots import save_plots
from firstline.analysis.scorecards import Scorer
from firstline.cli.options import STORE, ColumnMap, EncodersFolder, StoreFolder
from firstline.cli.render import (
    print_languages,
    print_scorecard,
    print_thresholds,
    print_topics,
)
from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.learning.corpus import parse_column_map, read_history
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_labelled


def evaluate(
    cases: Annotated[
        Path,
        typer.Argument(help="Labelled inquiries: a history file, or hand-written ones as YAML."),
    ],
    store: StoreFolder = STORE,
    release: Annotated[str, typer.Option(help="Digest; the live release if left out.")] = "",
    plots: Annotated[Path, typer.Option(help="Folder for the plots.")] = Path("var/plots"),
    column_map: ColumnMap = "",
    encoders: EncodersFolder = None,
) -> None:
    """Print a release's scorecard on these inquiries and save two plots."""
    console = Console()
    chosen = read_release(ReleaseStore(store).named_or_live(release))
    labelled = _cases(cases, chosen.service, column_map)
    engine = Engine.load(chosen, encoders=encoders, store=store, sessions=2)
    decisions = engine.answer_many([case.inquiry for case in labelled])
    scorer = Scorer(chosen.service)
    scorecard = scorer.score(labelled, decisions)
    print_thresholds(console, chosen.thresholds)
    print_topics(console, scorecard)
    print_languages(console, scorer, labelled, decisions)
    print_scorecard(console, scorecard, chosen.service, f"Scorecard on {cases.name}")
    saved = save_plots(
        plots,
        *scorer.reliability(zip(labelled, decisions, strict=True)),
        cases=len(labelled),
        target=chosen.service.policy.target_precision,
        operating_point=(scorecard.coverage.value, 1 - scorecard.precision.value)
        if scorecard.precision.of
        else None,
    )
    for path in saved:
        console.print(f"saved {path}", highlight=False)


def _cases(path: Path, service: Service, column_map: str) -> tuple[Case, ...]:
    if path.suffix in {".yaml", ".yml"}:
        return load_labelled(path, service)
    return read_history(path, service, column_map=parse_column_map(column_map)).cases
