"""Past traffic, from the decision journal or from a labelled history."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
from rich.console import Console

from firstline.analysis.replay.copies import Numbered, copied_traffic
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.cli.past_inquiries import decided
from firstline.cli.periods import only_last
from firstline.cli.progress import progress_bars
from firstline.domain.decisions import DecisionId
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.learning.corpus import parse_column_map, read_history
from firstline.release.records import Release


def from_journal(
    journal: Path, service: Service, *, last: timedelta | None, console: Console
) -> Traffic:
    """Read the journal's decisions through their copy in columns, which is brought up to date."""
    reader = JournalReader(journal)

    def entries_after(place: int) -> Iterator[Numbered]:
        with progress_bars(console) as progress:
            reading = progress.add_task("reading decisions", total=reader.count(after=place))
            for number, entry in reader.numbered_entries(after=place):
                yield number, _logged(entry, service)
                progress.advance(reading)

    folder = journal.with_name(f"{journal.name}.columns")
    try:
        traffic = copied_traffic(folder, service, entries_after)
    finally:
        reader.close()
    return traffic if last is None else _only_last(traffic, last)


def _logged(entry: JournalEntry, service: Service) -> LoggedDecision:
    inquiry, facts_fit = entry.inquiry.typed_as_far_as_known(service)
    return LoggedDecision(
        decision_id=entry.decision_id,
        inquiry=inquiry,
        decision=entry.decision,
        facts_fit=facts_fit,
    )


def from_history(
    path: Path,
    live: Release,
    *,
    column_map: str,
    last: timedelta | None,
    encoders: Path | None,
    store: Path,
    console: Console,
) -> Traffic:
    """Let the live release decide past inquiries, for a service without a journal yet."""
    history = read_history(path, live.service, column_map=parse_column_map(column_map))
    inquiries = [case.inquiry for case in only_last(history.cases, last)]
    engine = Engine.load(live, encoders=encoders, store=store, sessions=2)
    logged = (
        LoggedDecision(decision_id=DecisionId(inquiry.id), inquiry=inquiry, decision=decision)
        for inquiry, decision in zip(inquiries, decided(engine, inquiries, console), strict=True)
    )
    return Traffic.of(logged, live.service.schema)


def _only_last(traffic: Traffic, length: timedelta) -> Traffic:
    """Keep what came in at most so long before the newest inquiry."""
    received = pl.col("received_at")
    return Traffic(traffic.frame.filter(received >= received.max() - length))
