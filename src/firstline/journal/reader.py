"""Read the decision journal, also while a service writes it."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import JournalError
from firstline.journal.decision_ids import first_id_at
from firstline.journal.entries import ENTRY, OUTCOME, JournalEntry, Outcome

PAGE = 500  # entries read at once, so that no reader holds back the writer's checkpoints


class DecisionNotFound(JournalError):
    def __init__(self, decision_id: str) -> None:
        super().__init__(f"there is no decision `{decision_id[:60]}` in the journal")


class JournalReader:
    """Reads a journal, also while a service writes it.

    Raises:
        JournalError: there is no journal at `path`.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.execute("SELECT 1 FROM decisions LIMIT 1")
        except sqlite3.Error as error:
            raise JournalError(
                f"there is no readable journal at {path} ({error}); name the one that your service "
                "writes with --journal, or start it with `firstline serve`"
            ) from error
        self._lock = threading.Lock()

    def entry(self, decision_id: DecisionId) -> JournalEntry:
        """Find a decision.

        Raises:
            DecisionNotFound: the journal holds none with this id.
        """
        rows = self._rows("SELECT entry FROM decisions WHERE id = ?", decision_id)
        if not rows:
            raise DecisionNotFound(decision_id)
        return _entry(rows[0][0])

    def entry_of_key(self, idempotency_key: str) -> JournalEntry | None:
        query = "SELECT entry FROM decisions WHERE idempotency_key = ?"
        rows = self._rows(query, idempotency_key)
        return _entry(rows[0][0]) if rows else None

    def entries(self) -> Iterator[JournalEntry]:
        """Iterate over all entries in the order in which they were recorded."""
        return (entry for _, entry in self.numbered_entries())

    def numbered_entries(self, *, after: int = 0) -> Iterator[tuple[int, JournalEntry]]:
        """Iterate over entries with their places, from 1, in the order of recording.

        Args:
            after: start behind this place.
        """
        query = "SELECT sequence, entry FROM decisions WHERE sequence > ? ORDER BY sequence LIMIT ?"
        while rows := self._rows(query, after, PAGE):
            for after, entry in rows:  # noqa: PLR1704 - the next page starts after the last
                yield after, _entry(entry)

    def place_before(self, at: datetime) -> int:
        """Find the place behind which everything lies that was decided since a moment."""
        query = "SELECT coalesce(min(sequence), 0) FROM decisions WHERE id >= ?"
        first = int(self._rows(query, first_id_at(at))[0][0])
        return first - 1 if first else self._last_place()

    def _last_place(self) -> int:
        return int(self._rows("SELECT coalesce(max(sequence), 0) FROM decisions")[0][0])

    def count(self, *, after: int = 0) -> int:
        """Count the entries behind a place."""
        return int(self._rows("SELECT count(*) FROM decisions WHERE sequence > ?", after)[0][0])

    def outcomes(self, decision_id: DecisionId) -> tuple[Outcome, ...]:
        query = "SELECT outcome FROM outcomes WHERE decision_id = ? ORDER BY sequence"
        return tuple(OUTCOME.validate_json(row[0]) for row in self._rows(query, decision_id))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise JournalError(f"the decision journal cannot be read ({error})") from error


def _entry(content: bytes) -> JournalEntry:
    try:
        return ENTRY.validate_json(content)
    except ValidationError as error:
        raise JournalError(f"an entry of the journal is damaged ({error.errors()[0]})") from error
