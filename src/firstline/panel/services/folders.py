"""Where the parts of a hosted service lie in its folder."""

from dataclasses import dataclass
from pathlib import Path

from firstline.release.store import ReleaseStore


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
    def uploads(self) -> Path:
        """Histories and files that people brought; they hold personal data."""
        return self.path / "uploads"
