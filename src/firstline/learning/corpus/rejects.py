"""The file beside a history that says why a row was not used."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from firstline.learning.corpus.reports import RejectReason
from firstline.text import redact


@dataclass(slots=True, kw_only=True)
class Rejects:
    path: Path
    _file: TextIO | None = None
    _is_writable: bool = True

    @classmethod
    @contextmanager
    def beside(cls, history: Path) -> Iterator["Rejects"]:
        """Open lazily: an import without rejects leaves no file, nor that of an earlier import."""
        rejects = cls(path=history.with_name(f"{history.name}.rejects.jsonl"))
        rejects._forget_earlier()
        try:
            yield rejects
        finally:
            if rejects._file is not None:
                rejects._file.close()

    @property
    def written_to(self) -> str | None:
        return str(self.path) if self._file is not None else None

    def write(self, *, line: int, reason: RejectReason, detail: str) -> None:
        """Note one row; a folder that allows no file costs the note and not the import."""
        if self._file is None and self._is_writable:
            self._open()
        if self._file is not None:
            # A shifted column puts an e-mail address where a date should be.
            note = {"line": line, "reason": reason, "detail": redact(detail).text}
            self._file.write(f"{json.dumps(note, ensure_ascii=False)}\n")

    def _open(self) -> None:
        try:
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        except OSError:
            self._is_writable = False

    def _forget_earlier(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            self._is_writable = False
