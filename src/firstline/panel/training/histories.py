"""What a service can learn from: histories in its folder, and its journal."""

from pathlib import Path

from firstline.domain.errors import HistoryError
from firstline.panel.services.models import HostedService

ENDINGS = frozenset({".csv", ".jsonl", ".parquet"})


def histories_of(service: HostedService) -> list[str]:
    """List the history files of a service's folder, newest first, as paths inside it."""
    folder = service.folder
    places = (folder.path, folder.uploads)
    files = [file for place in places if place.is_dir() for file in _histories_in(place)]
    files.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    return [file.relative_to(folder.path).as_posix() for file in files]


def _histories_in(place: Path) -> list[Path]:
    return [file for file in place.iterdir() if file.suffix in ENDINGS and len(file.suffixes) == 1]


def history_path(service: HostedService, name: str) -> Path:
    """Find a history that `histories_of` lists.

    Raises:
        HistoryError: there is none of this name.
    """
    if name not in histories_of(service):
        raise HistoryError(f"there is no history `{name[:80]}` any more; choose another one")
    return service.folder.path / name


def has_journal(service: HostedService) -> bool:
    journal = service.folder.journal
    return journal.is_file() and journal.stat().st_size > 0
