"""What a retraining learns from: the journal, the help desk's history, or both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from firstline.domain.cases import Case
from firstline.domain.errors import HistoryError
from firstline.domain.periods import only_last
from firstline.domain.progress import Progress
from firstline.domain.services import Service
from firstline.learning.corpus import History, read_history
from firstline.learning.corpus.labels import Relabel
from firstline.learning.retraining.decisions import past_decisions
from firstline.learning.retraining.gathering import Gathered, PastDecision, gather
from firstline.learning.retraining.relabelling import todays_topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    journal: Path | None
    history: Path | None
    column_map: Mapping[str, str]
    """Our column → the history's."""
    last: timedelta | None
    """Learn from no more than this, counted back from the newest inquiry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    cases: tuple[Case, ...]
    gathered: Gathered
    moved: Mapping[tuple[str, str], int]
    """Topic as it was labelled, topic of today → cases."""

    def notes(self) -> Iterator[str]:
        """Say what is suspicious about it."""
        if bare := sum(case.topic_id is None and case.template_id is None for case in self.cases):
            yield (
                f"{bare:,} answers name neither template nor topic; they count as written in free "
                "words, so that no reply would have been right"
            )
        if self._holds_strangers():
            yield (
                "the history goes on after the first decision, but no row has the id of one: if "
                "rows are of inquiries that Firstline answered, give their ids as `id` when you "
                "ask, or it learns from its own answers"
            )

    def _holds_strangers(self) -> bool:
        decided = self.gathered.decided
        if not decided or self.gathered.shared:
            return False
        first = min(decision.at for decision in decided.values())
        return any(
            case.inquiry.received_at > first and case.inquiry.id not in decided
            for case in self.cases
        )


def collect(
    sources: Sources, service: Service, earlier: Iterable[Service], progress: Progress
) -> Material:
    """Read all sources, their labels as the content of today has them.

    Args:
        sources: what to read.
        service: the content of today.
        earlier: contents that were live.
        progress: is told how far the journal is read.

    Raises:
        HistoryError: the history cannot be read, has no times, or there is nothing at all.
        JournalError: the journal cannot be read.
    """
    relabel = todays_topics(service, earlier)
    history = _history(sources, service, relabel, progress)
    decisions: Iterable[PastDecision] = ()
    if sources.journal is not None:
        decisions = past_decisions(sources.journal, service, progress)
    gathered = gather(decisions, history.cases if history else (), service, relabel)
    if not gathered.cases:
        raise HistoryError(
            "there is nothing to learn from: no decision of the journal has an agent's answer; "
            "record outcomes of the kind `agent_reply` with their template, or give a --history"
        )
    return Material(
        cases=tuple(only_last(gathered.cases, sources.last)),
        gathered=gathered,
        moved=relabel.moved,
    )


def _history(
    sources: Sources, service: Service, relabel: Relabel, progress: Progress
) -> History | None:
    if sources.history is None:
        return None
    progress("reading the history")
    history = read_history(sources.history, service, column_map=sources.column_map, relabel=relabel)
    if not history.report.has_times:
        raise HistoryError(
            f"{sources.history.name} has no column received_at, so nobody knows what is recent; "
            "add it, or name the column with --map, or use `firstline train`"
        )
    return history
