"""Past traffic, from the decision journal or from a labelled history."""

from datetime import timedelta
from pathlib import Path

from rich.console import Console

from firstline.analysis.replay.journals import journal_traffic, only_newest
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.cli.past_inquiries import decided
from firstline.cli.periods import only_last
from firstline.cli.progress import telling
from firstline.domain.decisions import DecisionId
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.learning.corpus import parse_column_map, read_history
from firstline.release.records import Release


def from_journal(
    journal: Path, service: Service, *, last: timedelta | None, console: Console
) -> Traffic:
    """Read the journal's decisions through their copy in columns, which is brought up to date."""
    with telling(console) as tell:
        traffic = journal_traffic(journal, service, tell=tell)
    return traffic if last is None else only_newest(traffic, last)


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
