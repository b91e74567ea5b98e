"""Clean a history without a service: what people wrote, and nothing around it.

One row is in memory at a time; of earlier rows only digests are kept.
"""

import hashlib
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from firstline.domain.errors import HistoryError
from firstline.learning.corpus.cells import read_text
from firstline.learning.corpus.columns import name_columns
from firstline.learning.corpus.importing import NO_MAP
from firstline.learning.corpus.rejects import Rejects
from firstline.learning.corpus.reports import RejectedRow, RejectReason, rejected_lines
from firstline.learning.corpus.tables import BrokenRow, Row, open_table
from firstline.text import EntityKind, Redacted, prepare, redact
from firstline.workspace import columns as names

WORDS: Final = frozenset((names.TEXT, names.REPLY))
"""Columns that people wrote: cleaned, normalised and redacted. All others are redacted, but for
pseudonyms and labels."""
LABELS: Final = frozenset(names.HISTORY_COLUMNS) - WORDS
OF_ONE_MESSAGE: Final = frozenset(
    (
        *(names.ID, names.CONVERSATION, names.RECEIVED_AT),
        *(names.AGENT, names.RATING, names.RESPONSE_SECONDS),
    )
)
"""Labels in which a repetition may differ."""


@dataclass(slots=True, kw_only=True)
class CleaningReport:
    """What became of the rows of one file."""

    file: str
    rows: int = 0
    kept: int = 0
    duplicates: int = 0
    """Rows that repeat an earlier one of the same customer."""
    rejected: Counter[RejectReason] = field(default_factory=Counter)
    rejects_file: str | None = None
    characters_before: int = 0
    """Of what people wrote, in kept rows."""
    characters_after: int = 0
    marks: Counter[EntityKind] = field(default_factory=Counter)
    """Places of personal data that were replaced, in all columns of kept rows."""

    def lines(self) -> Iterator[str]:
        yield f"{self.file}: kept {self.kept:,} of {self.rows:,} rows"
        yield from rejected_lines(self.rejected, self.rejects_file)
        if self.duplicates:
            yield f"dropped {self.duplicates:,} repetitions by the same customer"
        yield f"text: {self.characters_before:,} characters, {self.characters_after:,} when clean"
        for kind, count in sorted(self.marks.items()):
            yield f"  {count:,} × {kind.mark}"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def clean_history(
    path: Path,
    out: Path,
    *,
    column_map: Mapping[str, str] = NO_MAP,
    step: Callable[[int], None] = lambda _: None,
) -> CleaningReport:
    """Write a clean copy as JSON lines, under our names of columns; bad rows are left out.

    Args:
        path: CSV, JSON, JSON lines or Parquet.
        out: the copy; it appears whole or not at all.
        column_map: our column → the file's, where they differ.
        step: told the number of each row.

    Raises:
        HistoryError: the file cannot be read, has no text, or the copy cannot be written.
    """
    if out.exists() and path.exists() and out.samefile(path):
        raise HistoryError(f"{out} is the history itself; name another file with --out")
    report = CleaningReport(file=path.name)
    with open_table(path) as table, Rejects.beside(path) as rejects, _whole(out) as copy:
        ours = name_columns(table.columns, names.HISTORY_COLUMNS, column_map)
        cleaner = _Cleaner(ours={theirs: name for name, theirs in ours.items()}, report=report)
        for report.rows, row in enumerate(table.rows, start=1):
            try:
                copy.writelines(cleaner.lines(row))
            except RejectedRow as refusal:
                report.rejected[refusal.reason] += 1
                rejects.write(line=row.line, reason=refusal.reason, detail=refusal.detail)
            step(report.rows)
    report.rejects_file = rejects.written_to
    return report


@contextmanager
def _whole(out: Path) -> Iterator[BinaryIO]:
    """Write beside the file, and replace it once all is well."""
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            yield file
        draft.replace(out)
    except OSError as error:
        raise HistoryError(f"no copy could be made in {out}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cleaner:
    ours: Mapping[str, str]
    """The file's name of a column → ours, for columns that we have a name for."""
    report: CleaningReport
    _seen: set[bytes] = field(default_factory=set)

    def lines(self, row: Row | BrokenRow) -> Iterator[bytes]:
        """Give the clean row as a line, or nothing for a repetition.

        Raises:
            RejectedRow: it cannot be used.
        """
        if isinstance(row, BrokenRow):
            raise RejectedRow(RejectReason.BROKEN_ROW, row.why)
        raw = {self.ours.get(name, name): value for name, value in row.values.items()}
        marks: Counter[EntityKind] = Counter()
        clean = {name: _clean(name, value, marks) for name, value in raw.items()}
        if not clean[names.TEXT]:
            raise RejectedRow(RejectReason.NO_TEXT, "there is no text, or nothing but markup")
        line = _bytes(clean)
        if (own_id := clean.get(names.ID)) and not self._is_new("id", own_id):
            detail = f"the id `{str(own_id)[:80]}` was already there"
            raise RejectedRow(RejectReason.REPEATED_ID, detail)
        if self._is_repetition(clean):
            self.report.duplicates += 1
            return
        self._count(raw, clean, marks)
        yield line

    def _is_repetition(self, clean: Mapping[str, object]) -> bool:
        """Whether the same person said the same before; the same of two people is real demand."""
        person = clean.get(names.CUSTOMER) or clean.get(names.CONVERSATION)
        said = {name: value for name, value in clean.items() if name not in OF_ONE_MESSAGE}
        return bool(person) and not self._is_new("said", person, said)

    def _is_new(self, *key: object) -> bool:
        digest = hashlib.blake2b(_bytes(key), digest_size=16).digest()
        is_new = digest not in self._seen
        self._seen.add(digest)
        return is_new

    def _count(
        self, raw: Mapping[str, object], clean: Mapping[str, object], marks: Counter[EntityKind]
    ) -> None:
        report = self.report
        report.kept += 1
        report.marks += marks
        report.characters_before += sum(len(str(raw[name] or "")) for name in WORDS & raw.keys())
        report.characters_after += sum(len(str(clean[name])) for name in WORDS & clean.keys())


def _clean(name: str, value: object, marks: Counter[EntityKind]) -> object:
    if name in WORDS:
        return _counted(prepare(read_text(value, name)), marks)
    return value if name in LABELS else _redacted(value, marks)


def _redacted(value: object, marks: Counter[EntityKind]) -> object:
    match value:
        case str():
            return _counted(redact(value), marks)
        case list():
            return [_redacted(item, marks) for item in value]
        case dict():
            return {name: _redacted(item, marks) for name, item in value.items()}
        case float() if not math.isfinite(value):
            return None  # JSON has no such number
        case _:
            return value


def _counted(redacted: Redacted, marks: Counter[EntityKind]) -> str:
    marks.update(span.kind for span in redacted.spans)
    return redacted.text


def _bytes(value: object) -> bytes:
    """Write one line of JSON; times and decimals of Parquet become texts.

    Raises:
        RejectedRow: something in it is no text.
    """
    try:
        return f"{json.dumps(value, ensure_ascii=False, default=str)}\n".encode()
    except (ValueError, RecursionError) as error:
        raise RejectedRow(RejectReason.BROKEN_ROW, "there is text that is not UTF-8") from error
