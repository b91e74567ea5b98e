"""Past inquiries behind progress bars: read from a journal, or decided now."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console

from firstline.cli.progress import progress_bars, telling
from firstline.domain.decisions import Decision
from firstline.domain.inquiries import Inquiry
from firstline.engine import Engine
from firstline.journal import past
from firstline.journal.entries import JournalEntry, Outcome

AT_ONCE = 500  # inquiries that the engine assesses between two steps of the progress bar


def journaled(journal: Path, console: Console) -> Iterator[tuple[JournalEntry, Sequence[Outcome]]]:
    """Read every decision of a journal with what happened after it.

    Raises:
        JournalError: there is none, or it is damaged.
    """
    with telling(console) as progress:
        yield from past.journaled(journal, progress)


def decided(engine: Engine, inquiries: Sequence[Inquiry], console: Console) -> Iterator[Decision]:
    """Decide inquiries in their order."""
    remaining = iter(inquiries)
    with progress_bars(console) as progress:
        deciding = progress.add_task("deciding inquiries", total=len(inquiries))
        while some := list(islice(remaining, AT_ONCE)):
            yield from engine.answer_many(some)
            progress.advance(deciding, len(some))
