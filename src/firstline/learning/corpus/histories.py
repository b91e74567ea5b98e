"""A history: past inquiries with what agents did about them."""

from dataclasses import dataclass

from firstline.domain.cases import Case
from firstline.learning.corpus.reports import ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    cases: tuple[Case, ...]
    """In the order of their times, and of the file where times are equal."""
    report: ImportReport
