"""Import a history file: every usable row becomes a case, every other one is accounted for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.learning.corpus.columns import Columns, find_columns
from firstline.learning.corpus.histories import History
from firstline.learning.corpus.labels import Relabel, as_recorded
from firstline.learning.corpus.rejects import Rejects
from firstline.learning.corpus.reports import ImportReport, RejectedRow, RejectReason
from firstline.learning.corpus.rows import RowReader, row_reader
from firstline.learning.corpus.tables import BrokenRow, Row, Table, open_table
from firstline.workspace.columns import RECEIVED_AT

NO_MAP: Mapping[str, str] = {}


def read_history(
    path: Path,
    service: Service,
    *,
    column_map: Mapping[str, str] = NO_MAP,
    relabel: Relabel = as_recorded,
) -> History:
    """Read CSV, JSONL or Parquet; a bad row is counted and explained, and never stops the import.

    Rows that cannot be used go with line and reason, and without what the customer wrote, to
    `<name>.rejects.jsonl` beside the file.

    Args:
        path: the history; its suffix says the format.
        service: whose topics, templates and facts the rows speak of.
        column_map: our column → the file's, where they differ.
        relabel: says which topic a row counts for, where that may have changed.

    Raises:
        HistoryError: the file cannot be read at all, or lacks a needed column.
    """
    with open_table(path) as table, Rejects.beside(path) as rejects:
        columns = find_columns(table.columns, service.schema, column_map)
        tally = _Tally(rejects=rejects)
        cases = list(_cases(table, row_reader(service, columns, relabel), tally))
    cases.sort(key=lambda case: case.inquiry.received_at)
    kept = tuple(_without_repetitions(cases))
    return History(cases=kept, report=_report(path, columns, tally, len(cases), kept))


@dataclass(slots=True, kw_only=True)
class _Tally:
    rejects: Rejects
    rows: int = 0
    rejected: Counter[RejectReason] = field(default_factory=Counter)

    def reject(self, line: int, reason: RejectReason, detail: str) -> None:
        self.rejected[reason] += 1
        self.rejects.write(line=line, reason=reason, detail=detail)


def _cases(table: Table, reader: RowReader, tally: _Tally) -> Iterator[Case]:
    line_of: dict[str, int] = {}
    for number, row in enumerate(table.rows, start=1):
        tally.rows = number
        try:
            case = _case(row, reader, number)
            first = line_of.setdefault(case.inquiry.id, row.line)
            if first != row.line:
                detail = f"the id `{case.inquiry.id[:80]}` was already on line {first}"
                raise RejectedRow(RejectReason.REPEATED_ID, detail)  # noqa: TRY301 — one exit
        except RejectedRow as refusal:
            tally.reject(row.line, refusal.reason, refusal.detail)
        else:
            yield case


def _case(row: Row | BrokenRow, reader: RowReader, number: int) -> Case:
    if isinstance(row, BrokenRow):
        raise RejectedRow(RejectReason.BROKEN_ROW, row.why)
    return reader.case(row.values, number=number)


def _without_repetitions(cases: list[Case]) -> Iterator[Case]:
    """Drop what one customer sent twice; the same words of two customers are real demand."""
    seen: set[tuple[object, ...]] = set()
    for case in cases:
        inquiry = case.inquiry
        facts = tuple(inquiry.facts.values())
        key = (inquiry.customer_id, inquiry.text, facts, case.topic_id, case.template_id)
        if key not in seen:
            seen.add(key)
            yield case


def _report(
    path: Path, columns: Columns, tally: _Tally, usable: int, kept: tuple[Case, ...]
) -> ImportReport:
    return ImportReport(
        file=path.name,
        rows=tally.rows,
        cases=len(kept),
        rejected=dict(tally.rejected),
        rejects_file=tally.rejects.written_to,
        duplicates=usable - len(kept),
        unlabelled=sum(case.topic_id is None and case.template_id is None for case in kept),
        has_times=RECEIVED_AT in columns,
        ignored_columns=columns.ignored,
    )
