"""Pauses of a store: one small file for each, which the answering service watches.

Nobody reads before writing, so two people who press at once never undo each other; and the
name alone says what is paused, so a file that cannot be read still does.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from firstline.domain.pauses import Pause
from firstline.domain.topics import TopicId
from firstline.release import pointers

WHOLE = "paused.json"
PREFIX, SUFFIX = "paused-", ".json"
LOG = "pauses.jsonl"
PAUSE = TypeAdapter(Pause)

Signatures: TypeAlias = tuple[tuple[str, pointers.Signature], ...]

log = logging.getLogger(__name__)


class Pauses:
    """The pauses of one store, and their log."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._log = root / LOG

    def in_force(self) -> tuple[Pause, ...]:
        """Return all there are, the whole service's first."""
        return tuple(_read(path) for path in self._files())

    def signature(self) -> Signatures:
        """Tell states of all of them apart without reading any."""
        return tuple((path.name, pointers.signature(path)) for path in self._files())

    def start(self, pause: Pause) -> None:
        """Stop automatic replies from now on; pausing again changes who and why."""
        entry = PAUSE.dump_python(pause, mode="json")
        pointers.move(self._file(pause.topic), self._log, entry)

    def end(self, topic: TopicId | None, *, by: str, at: datetime) -> bool:
        """Let replies go out again; say whether there was anything to end."""
        path = self._file(topic)
        if not path.exists():
            return False
        pointers.record(self._log, {"topic": topic, "ended_at": at.isoformat(), "by": by})
        path.unlink(missing_ok=True)  # another process may have ended it as well
        return True

    def _file(self, topic: TopicId | None) -> Path:
        return self._root / (WHOLE if topic is None else f"{PREFIX}{topic}{SUFFIX}")

    def _files(self) -> Iterator[Path]:
        if not self._root.is_dir():
            return
        names = (path.name for path in self._root.iterdir())
        for name in sorted(names, key=lambda name: (name != WHOLE, name)):
            if name == WHOLE or (name.startswith(PREFIX) and name.endswith(SUFFIX)):
                yield self._root / name


def _read(path: Path) -> Pause:
    try:
        return PAUSE.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        log.warning("a pause cannot be read, but holds", extra={"file": path.name})
        topic = path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
        return Pause(
            topic=None if path.name == WHOLE else TopicId(topic), since=datetime.now(UTC), by="?"
        )
