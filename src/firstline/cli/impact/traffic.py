"""Past traffic, from the decision journal or from a labelled history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import polars as pl
from rich.console import Console

from firstline.analysis.replay.copies import Numbered, copied_traffic
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.cli.periods import only_last
from firstline.cli.progress import progress_bars
from firstline.domain.decisions import DecisionId
from firstline.domain.errors import InquiryError
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.learning.corpus import parse_column_map, read_history
from firstline.release.records import Release
from firstline.serving.entries import JournalEntry
from firstline.serving.journal import JournalReader

AT_ONCE = 500  # inquiries that the engine assesses between two steps of the progress bar


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
    try:
        inquiry, facts_fit = entry.inquiry.typed(service), True
    except InquiryError:
        inquiry, facts_fit = replace(entry.inquiry, facts={}).typed(service), False
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
    return Traffic.of(_decided(engine, inquiries, console), live.service.schema)


def _decided(
    engine: Engine, inquiries: list[Inquiry], console: Console
) -> Iterator[LoggedDecision]:
    remaining = iter(inquiries)
    with progress_bars(console) as progress:
        deciding = progress.add_task("deciding inquiries", total=len(inquiries))
        while some := list(islice(remaining, AT_ONCE)):
            for inquiry, decision in zip(some, engine.answer_many(some), strict=True):
                yield LoggedDecision(
                    decision_id=DecisionId(inquiry.id), inquiry=inquiry, decision=decision
                )
            progress.advance(deciding, len(some))


def _only_last(traffic: Traffic, length: timedelta) -> Traffic:
    """Keep what came in at most so long before the newest inquiry."""
    received = pl.col("received_at")
    return Traffic(traffic.frame.filter(received >= received.max() - length))
