"""What a service can learn from: histories that were brought, and its journal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firstline.domain.errors import HistoryError
from firstline.panel.services.models import HostedService

ENDINGS = frozenset({".csv", ".jsonl", ".parquet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHistory:
    key: str
    """As forms and jobs name it."""
    title: str
    path: Path
    column_map: Mapping[str, str] = field(default_factory=dict)
    """Our column → the file's."""

    @property
    def columns(self) -> str:
        """Its map as people type one; empty where a name cannot be typed so."""
        named = {ours: theirs for ours, theirs in self.column_map.items() if ours != theirs}
        if any(mark in name for name in named.values() for mark in ",="):
            return ""
        return ",".join(f"{ours}={theirs}" for ours, theirs in named.items())


def histories_of(service: HostedService) -> list[NamedHistory]:
    """List histories, those that were uploaded first, the newest of them before all."""
    return [*_uploaded(service), *_in_folder(service.folder.path)]


def _uploaded(service: HostedService) -> Iterator[NamedHistory]:
    for history in service.histories.filter(column_map__isnull=False):
        if history.path.exists():
            yield NamedHistory(
                key=f"upload:{history.pk.hex}",
                title=f"{history.name} · {history.at:%Y-%m-%d}",
                path=history.path,
                column_map=history.column_map or {},
            )


def _in_folder(folder: Path) -> Iterator[NamedHistory]:
    """Find what an operator has put beside the releases."""
    files = folder.iterdir() if folder.is_dir() else ()
    for file in sorted(files):
        if file.suffix in ENDINGS and len(file.suffixes) == 1:
            yield NamedHistory(key=file.name, title=file.name, path=file)


def history_named(service: HostedService, key: str) -> NamedHistory:
    """Find a history that `histories_of` lists.

    Raises:
        HistoryError: there is none of this name.
    """
    for history in histories_of(service):
        if history.key == key:
            return history
    raise HistoryError(f"there is no history `{key[:80]}` any more; choose another one")


def has_journal(service: HostedService) -> bool:
    journal = service.folder.journal
    return journal.is_file() and journal.stat().st_size > 0
