"""`firstline replay`: decide the past again, as it was or with a change."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from firstline.cli.impact.options import ImpactOptions
from firstline.cli.options import (
    JOURNAL,
    STORE,
    ColumnMap,
    EncodersFolder,
    JournalFile,
    StoreFolder,
)
from firstline.domain.decisions import Decision, DecisionId, Suggestion, SuggestionReason
from firstline.domain.errors import FirstlineError
from firstline.domain.pauses import Pause
from firstline.engine import Engine
from firstline.inference.encoders import fingerprint
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


class DecisionsDiffer(FirstlineError):
    """Some decisions came out otherwise than they were recorded."""


def replay(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="[DECISION | SERVICE]",
            help="Id of a decision, all of the journal if left out; or the folder of a service, "
            "to see what it would change.",
        ),
    ] = "",
    journal: JournalFile = JOURNAL,
    store: StoreFolder = STORE,
    encoders: EncodersFolder = None,
    change: Annotated[
        Path | None, typer.Option(help="Change file on top of the service's files.")
    ] = None,
    last: Annotated[str, typer.Option(help="Only this period, such as 30d or 12h.")] = "",
    history: Annotated[
        Path | None, typer.Option(help="Labelled history to decide instead of the journal.")
    ] = None,
    column_map: ColumnMap = "",
    samples: Annotated[
        int, typer.Option(min=0, help="Inquiries shown of each kind.")
    ] = ImpactOptions().samples,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Decide again what was decided, and compare; or show what a service's files would change."""
    options = ImpactOptions(
        change=change,
        last=last,
        history=history,
        column_map=column_map,
        samples=samples,
        as_json=as_json,
    )
    if subject and Path(subject).is_dir():
        # What replays one decision loads neither Polars nor learning.
        from firstline.cli.impact.command import replay_change  # noqa: PLC0415

        replay_change(Path(subject), options, journal=journal, store=store, encoders=encoders)
    elif options != ImpactOptions():
        raise typer.BadParameter(
            f"these options need a service, and `{subject}` is no folder", param_hint="SERVICE"
        )
    else:
        _replay_decisions(subject, journal, store, encoders)


def _replay_decisions(decision: str, journal: Path, store: Path, encoders: Path | None) -> None:
    """Decide again under the release that decided then, and compare."""

    @cache
    def engine_of(digest: str) -> Engine:
        release = read_release(ReleaseStore(store).folder(digest))
        return Engine.load(release, encoders=encoders, store=store)

    def again(entry: JournalEntry) -> Decision:
        engine = engine_of(entry.decision.trace.release)
        inquiry = entry.inquiry.typed(engine.release.service)
        return engine.answer(inquiry, pauses=_pauses_of(entry))

    checked, elsewhere, different = 0, 0, []
    for entry in _entries(JournalReader(journal), decision):
        checked += 1
        elsewhere += entry.decision.trace.fingerprint != fingerprint()
        if _without_machine(again(entry)) != _without_machine(entry.decision):
            different.append(entry.decision_id)
    _report(checked, elsewhere, different)


def _pauses_of(entry: JournalEntry) -> tuple[Pause, ...]:
    """Pause again what was paused: without that reason, no pause made a difference."""
    match entry.decision:
        case Suggestion(reason=SuggestionReason.PAUSED):
            return (Pause(since=entry.decided_at, by=""),)
        case _:
            return ()


def _without_machine(decision: Decision) -> Decision:
    """Leave out where it was computed: equal bits from another machine are equal."""
    return replace(decision, trace=replace(decision.trace, fingerprint=""))


def _entries(reader: JournalReader, decision: str) -> Iterator[JournalEntry]:
    if decision:
        yield reader.entry(DecisionId(decision))
    else:
        yield from reader.entries()


def _report(checked: int, elsewhere: int, different: Iterable[DecisionId]) -> None:
    listed = list(different)
    if elsewhere:
        typer.echo(f"{elsewhere} of {checked} were decided on another kind of machine")
    if listed:
        shown = "\n".join(listed[:20])
        raise DecisionsDiffer(f"{len(listed)} of {checked} decisions came out otherwise:\n{shown}")
    typer.echo(f"{checked} decisions computed again: all the same to the bit")
