"""Past inquiries to try content on: what came in, and what was rehearsed on the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from firstline.journal.reader import JournalReader
from firstline.panel.content.orders import Order, found_in, newest
from firstline.panel.services.folders import ServiceFolder
from firstline.panel.services.models import HostedService
from firstline.release.records import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    journal: JournalReader | None = None
    """What customers wrote; `None` before the first decision."""
    history: JournalReader | None = None
    """What the live release would have done with it; `None` once the journal tells more."""

    def find(self, key: str, live: Release | None) -> Order | None:
        """Find the order that a form or an address names."""
        if order := found_in(self.journal, key, live):
            return order
        order = found_in(self.history, key, live)
        return replace(order, is_rehearsed=True) if order else None

    def newest(self, *, most: int) -> tuple[list[Order], list[Order]]:
        """List what customers wrote, and of the history as much as there is room left."""
        written = newest(self.journal, most=most)
        return written, newest(self.history, most=most - len(written))


@contextmanager
def past_of(service: HostedService) -> Iterator[Past]:
    folder = service.folder
    past = Past(journal=_reader(folder.journal), history=_history(folder))
    try:
        yield past
    finally:
        for reader in (past.journal, past.history):
            if reader:
                reader.close()


def _history(folder: ServiceFolder) -> JournalReader | None:
    return _reader(folder.rehearsal) if folder.past == folder.rehearsal else None


def _reader(path: Path) -> JournalReader | None:
    """Open a journal; `None` where there is none, or nothing in it."""
    if not path.exists():
        return None
    reader = JournalReader(path)
    if reader.last_place():
        return reader
    reader.close()
    return None
