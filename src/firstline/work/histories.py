"""The jobs about a history that was brought: find its columns, and try every row."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import TypeAdapter

from firstline.domain.errors import FirstlineError, HistoryError
from firstline.learning.corpus import ImportReport, read_history, split
from firstline.learning.corpus.coverage import Coverage, coverage_of
from firstline.learning.corpus.suggestions import Guess, suggest_columns
from firstline.learning.corpus.tables import Row, open_table
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.onboarding.contents import content_of
from firstline.panel.onboarding.histories import CHECK, LOOK
from firstline.panel.onboarding.models import HistoryFile

SAMPLE = 1_000  # rows; what stands in them says what a column is
SHOWN = 8  # of these
LONGEST_CELL = 160  # characters that are shown of one
GUESSES = TypeAdapter(dict[str, Guess])
COVERAGE = TypeAdapter(Coverage)
REPORT = TypeAdapter(ImportReport)


class HistoryGone(FirstlineError):
    def __init__(self) -> None:
        super().__init__("this history was removed before the job began; bring it again")


def history_of(asked: Job) -> HistoryFile:
    """Find the history that a job is about.

    Raises:
        HistoryGone: it was removed, or the onboarding was given up.
    """
    found = asked.service.histories.filter(pk=asked.parameters["history"]).first()
    if found is None or not found.path.exists():
        raise HistoryGone
    return found


@job(LOOK)
def look_at_history(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Find the columns, and guess what they mean; cells stay beside the file."""
    history = history_of(asked)
    service, _ = content_of(asked.service)
    progress("reading the first rows")
    with open_table(history.path) as table:
        rows = list(islice(_values(table.rows), SAMPLE))
        columns = table.columns
    if not rows:
        raise HistoryError(f"{history.name}: there is no row below the names of the columns")
    sample = {column: [row.get(column) for row in rows] for column in columns}
    found = {
        "columns": columns,
        "rows": [[_shown(row.get(column)) for column in columns] for row in rows[:SHOWN]],
        "suggested": GUESSES.dump_python(suggest_columns(sample, service), mode="json"),
    }
    history.preview.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return {"columns": len(columns)}


def _values(rows: Iterator[Any]) -> Iterator[Mapping[str, object]]:
    return (row.values for row in rows if isinstance(row, Row))


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    clean = text.encode(errors="replace").decode()  # a byte that is no UTF-8 shows as one mark
    return clean if len(clean) <= LONGEST_CELL else f"{clean[:LONGEST_CELL]}…"


@job(CHECK)
def check_history(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Try every row; the result has counts and names, and nothing that a customer wrote."""
    history = history_of(asked)
    service, _ = content_of(asked.service)
    progress("reading every row")
    read = read_history(history.path, service, column_map=history.column_map or {})
    progress("comparing the weeks")
    coverage = coverage_of(read, service)
    parts = split(read)
    return {
        "report": REPORT.dump_python(read.report, mode="json", exclude={"rejects_file", "file"}),
        "coverage": COVERAGE.dump_python(coverage, mode="json"),
        "splits": {
            name: len(getattr(parts, name)) for name in ("train", "dev", "calibrate", "test")
        },
        "can_train": coverage.can_train,
    }
