"""What an import kept, what it refused, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class RejectReason(StrEnum):
    BROKEN_ROW = "broken_row"
    """Not a row of this file at all: bad JSON, a wrong number of cells, no UTF-8."""
    NO_TEXT = "no_text"
    BAD_TIME = "bad_time"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_TEMPLATE = "unknown_template"
    BAD_FACT = "bad_fact"
    BAD_VALUE = "bad_value"
    """An id, a rating or a duration that cannot be one."""
    REPEATED_ID = "repeated_id"


class RejectedRow(Exception):
    """A row that cannot become a case; never leaves the import."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


def rejected_lines(rejected: Mapping[RejectReason, int], rejects_file: str | None) -> Iterator[str]:
    """Say how many rows were refused, for which reasons, and where each has its own."""
    if not rejected:
        return
    place = " (the folder does not allow a file with the reasons)"
    if rejects_file is not None:
        place = f", each with its reason in {rejects_file}"
    yield f"rejected {sum(rejected.values()):,}{place}"
    for reason, count in sorted(rejected.items()):
        yield f"  {count:,} × {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    file: str
    rows: int
    cases: int
    """Rows that were kept."""
    rejected: Mapping[RejectReason, int]
    rejects_file: str | None
    """Where each rejected row has its line and reason; `None` where it could not be written."""
    duplicates: int
    """Rows that repeat an earlier one of the same customer in text, facts and template."""
    unlabelled: int
    """Kept rows with neither topic nor template."""
    has_times: bool
    """Whether the file says when inquiries came; otherwise the times are made up."""
    ignored_columns: tuple[str, ...]
    """Columns that mean nothing to the service, with the nearest name that would."""

    def lines(self) -> tuple[str, ...]:
        """Summarise for people, most important first."""
        parts = [f"{self.file}: kept {self.cases:,} of {self.rows:,} rows"]
        parts += rejected_lines(self.rejected, self.rejects_file)
        if self.duplicates:
            parts.append(f"dropped {self.duplicates:,} repetitions by the same customer")
        if self.unlabelled:
            parts.append(f"{self.unlabelled:,} rows have neither topic nor template")
        if not self.has_times:
            parts.append("no column received_at: splits are drawn at random, not by time")
        if self.ignored_columns:
            parts.append(f"ignored columns: {', '.join(self.ignored_columns)}")
        return tuple(parts)

    def __str__(self) -> str:
        return "\n".join(self.lines())
