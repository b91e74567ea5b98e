"""Look back on all that a journal holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from firstline.domain.progress import Progress
from firstline.journal.entries import JournalEntry, Outcome
from firstline.journal.reader import PAGE, JournalReader

STEP = "reading decisions"


def journaled(
    journal: Path, progress: Progress
) -> Iterator[tuple[JournalEntry, Sequence[Outcome]]]:
    """Read every decision of a journal with what happened after it.

    Raises:
        JournalError: there is none, or it is damaged.
    """
    reader = JournalReader(journal)
    try:
        total = reader.count()
        progress(STEP, total=total)
        for number, entry in enumerate(reader.entries(), start=1):
            yield entry, reader.outcomes(entry.decision_id)
            if number % PAGE == 0 or number == total:
                progress(STEP, done=number, total=total)
    finally:
        reader.close()
