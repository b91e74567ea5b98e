"""Where the parts of a hosted service lie in its folder."""

from dataclasses import dataclass
from pathlib import Path

from firstline.domain.errors import JournalError
from firstline.journal.reader import JournalReader
from firstline.release.store import ReleaseStore

TELLING = 500
"""Decisions from which on the journal's own traffic says more than a rehearsal."""


@dataclass(frozen=True, slots=True)
class ServiceFolder:
    path: Path

    @property
    def store(self) -> ReleaseStore:
        return ReleaseStore(self.path / "releases")

    @property
    def journal(self) -> Path:
        return self.path / "journal.sqlite3"

    @property
    def rehearsal(self) -> Path:
        """What the live release would have decided on the history, in a journal's format."""
        return self.path / "rehearsal.sqlite3"

    @property
    def past(self) -> Path:
        """What pages look back on: the journal, or the rehearsal while it has little to tell."""
        if self.rehearsal.exists() and not _has_told(self.journal):
            return self.rehearsal
        return self.journal

    @property
    def uploads(self) -> Path:
        """Histories and files that people brought; they hold personal data."""
        return self.path / "uploads"


def _has_told(journal: Path) -> bool:
    try:
        reader = JournalReader(journal)
    except JournalError:
        return False
    try:
        return reader.last_place() >= TELLING
    finally:
        reader.close()
