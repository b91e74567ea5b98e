"""Read the decision journal, also while a service writes it."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import JournalError
from firstline.journal.decision_ids import first_id_at
from firstline.journal.entries import ENTRY, OUTCOME, JournalEntry, Outcome

PAGE = 500  # entries read at once, so that no reader holds back the writer's checkpoints

_NEWEST = "SELECT sequence, entry FROM decisions WHERE sequence < ? ORDER BY sequence DESC LIMIT ?"
_AFTER_ALL = 2**63 - 1  # SQLite's largest number


@dataclass(frozen=True, slots=True)
class _TextOfInquiry:
    text: str


@dataclass(frozen=True, slots=True)
class _TextOfEntry:
    """The part of an entry that is searched; the rest is not built."""

    inquiry: _TextOfInquiry


_TEXT = TypeAdapter(_TextOfEntry)


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

    def newest(
        self, *, before: int | None = None, limit: int = PAGE
    ) -> list[tuple[int, JournalEntry]]:
        """Read a page of entries with their places, the newest first.

        Args:
            before: only those that were recorded before this place.
            limit: how many.
        """
        end = _AFTER_ALL if before is None else before
        return [(place, _entry(entry)) for place, entry in self._rows(_NEWEST, end, limit)]

    def newest_about(
        self, words: str, *, within: int, limit: int
    ) -> list[tuple[int, JournalEntry]]:
        """Find the newest entries with all of these words in their text.

        Args:
            words: whole or in part, in any case.
            within: how many of the newest entries are looked at, so that the answer comes soon.
            limit: how many are returned.
        """
        wanted = words.lower().split()
        found: list[tuple[int, JournalEntry]] = []
        for place, content in self._rows(_NEWEST, _AFTER_ALL, within):
            text = _TEXT.validate_json(content).inquiry.text.lower()
            if all(word in text for word in wanted):
                found.append((place, _entry(content)))
                if len(found) == limit:
                    break
        return found

    def contents(self, *, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Read entries behind a place as they are stored, for who needs only a part of them."""
        query = "SELECT sequence, entry FROM decisions WHERE sequence > ? ORDER BY sequence LIMIT ?"
        return self._rows(query, after, limit)

    def numbered_outcomes(self, *, after: int, limit: int) -> list[tuple[int, Outcome]]:
        """Read what happened after decisions, with places of their own, behind one of them."""
        query = (
            "SELECT sequence, outcome FROM outcomes WHERE sequence > ? ORDER BY sequence LIMIT ?"
        )
        rows = self._rows(query, after, limit)
        return [(place, OUTCOME.validate_json(outcome)) for place, outcome in rows]

    def last_places(self) -> tuple[int, int]:
        """Return the places of the newest entry and the newest outcome; 0 for none."""
        outcomes = self._rows("SELECT coalesce(max(sequence), 0) FROM outcomes")
        return self.last_place(), int(outcomes[0][0])

    def place_before(self, at: datetime) -> int:
        """Find the place behind which everything lies that was decided since a moment."""
        query = "SELECT coalesce(min(sequence), 0) FROM decisions WHERE id >= ?"
        first = int(self._rows(query, first_id_at(at))[0][0])
        return first - 1 if first else self.last_place()

    def last_place(self) -> int:
        """Return the place of the newest entry; 0 where there is none."""
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
