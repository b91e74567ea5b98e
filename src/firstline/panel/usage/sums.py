"""Sum up a stretch of the journal, template by template and week by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from pydantic import TypeAdapter

from firstline.domain.decisions import AutoReply
from firstline.domain.errors import JournalError
from firstline.journal.entries import Outcome, OutcomeKind
from firstline.journal.reader import JournalReader


@dataclass(slots=True)
class Sum:
    sent: int = 0
    chosen: int = 0
    suggested: int = 0
    ratings: int = 0
    rating_sum: int = 0
    last_at: datetime | None = None

    def note_use(self, at: datetime) -> None:
        self.last_at = max(self.last_at, at) if self.last_at else at


Sums: TypeAlias = Mapping[tuple[str, date], Sum]


@dataclass(frozen=True, slots=True)
class _Reply:
    template_id: str


@dataclass(frozen=True, slots=True)
class _Decision:
    reply: _Reply | None = None
    replies: tuple[_Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """The part of an entry that is counted: a tenth of the time that all of it would take."""

    decided_at: datetime
    decision: _Decision


_ENTRY = TypeAdapter(_Entry)


def summed(entries: Iterable[bytes], outcomes: Iterable[Outcome], reader: JournalReader) -> Sums:
    sums: dict[tuple[str, date], Sum] = defaultdict(Sum)
    for content in entries:
        _count_decision(_ENTRY.validate_json(content), sums)
    for outcome in outcomes:
        _count_outcome(outcome, sums, reader)
    return sums


def _count_decision(entry: _Entry, sums: dict[tuple[str, date], Sum]) -> None:
    week = monday_of(entry.decided_at)
    if reply := entry.decision.reply:
        own = sums[reply.template_id, week]
        own.sent += 1
        own.note_use(entry.decided_at)
    for suggestion in entry.decision.replies:
        sums[suggestion.template_id, week].suggested += 1


def _count_outcome(
    outcome: Outcome, sums: dict[tuple[str, date], Sum], reader: JournalReader
) -> None:
    week = monday_of(outcome.recorded_at)
    if outcome.kind is OutcomeKind.AGENT_REPLY and outcome.template_id:
        own = sums[outcome.template_id, week]
        own.chosen += 1
        own.note_use(outcome.recorded_at)
    if outcome.rating is not None and (template_id := _rated(outcome, reader)):
        own = sums[template_id, week]
        own.ratings += 1
        own.rating_sum += outcome.rating


def _rated(outcome: Outcome, reader: JournalReader) -> str | None:
    try:
        decision = reader.entry(outcome.decision_id).decision
    except JournalError:
        return None
    return decision.reply.template_id if isinstance(decision, AutoReply) else None


def monday_of(at: datetime) -> date:
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())
