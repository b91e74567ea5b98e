"""Write the decision journal: durable before acknowledged, append-only, on SQLite.

One thread writes. What arrives while it waits for the disk goes into its next
transaction (group commit), so a slow disk costs latency, not throughput.
"""

import sqlite3
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from firstline.domain.errors import JournalError
from firstline.journal.entries import ENTRY, OUTCOME, JournalEntry, Outcome
from firstline.journal.reader import JournalReader

FORMAT = 1
BUSY_TIMEOUT_S = 5.0  # another process may be writing; SQLite's own default
MOST_AT_ONCE = 256  # bounds what one failed write can refuse

SCHEMA = """
CREATE TABLE IF NOT EXISTS decisions (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    idempotency_key TEXT UNIQUE,
    entry BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS outcomes (
    sequence INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL,
    outcome BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS outcomes_of_decision ON outcomes (decision_id);
"""
# The file itself refuses what would rewrite history, whoever opens it.
APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_never_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
"""

INSERT_DECISION = """
INSERT INTO decisions (id, idempotency_key, entry) VALUES (?, ?, ?)
ON CONFLICT (idempotency_key) DO NOTHING
"""
INSERT_OUTCOME = "INSERT INTO outcomes (decision_id, outcome) VALUES (?, ?)"
PROBE = f"PRAGMA user_version = {FORMAT}"  # writes a page, hence shows that we can


@dataclass(frozen=True, slots=True)
class _Write:
    statement: str
    values: tuple[str | bytes | None, ...] = ()
    done: Future[bool] = field(default_factory=Future)
    """Whether a row was added."""


class Journal:
    """Writes entries and outcomes; opening it makes the file where there is none.

    Raises:
        JournalError: the file cannot be opened or is of another format.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._queue: SimpleQueue[_Write | None] = SimpleQueue()
        self._connection = _open_for_writing(path, busy_timeout_s)
        # A daemon: a process that dies without `close` loses only what nobody was told.
        self._writer = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._closing = threading.Lock()
        self._is_closed = False
        self.reader = JournalReader(path)
        self._writer.start()

    def record(self, entry: JournalEntry, *, idempotency_key: str | None = None) -> Future[bool]:
        """Append an entry; the future is done once it is on disk.

        It holds `False` where the key is taken: the earlier entry stands and this one is
        not kept. It fails with `JournalError` where the disk does.
        """
        values = (entry.decision_id, idempotency_key, ENTRY.dump_json(entry))
        return self._put(_Write(INSERT_DECISION, values))

    def record_outcome(self, outcome: Outcome) -> Future[bool]:
        """Append what happened after a decision.

        Raises:
            DecisionNotFound: the journal holds no such decision.
        """
        self.reader.entry(outcome.decision_id)
        return self._put(_Write(INSERT_OUTCOME, (outcome.decision_id, OUTCOME.dump_json(outcome))))

    def probe(self) -> Future[bool]:
        """Find out whether the journal can be written; fails with `JournalError` if not."""
        return self._put(_Write(PROBE))

    def close(self) -> None:
        """Write what waits, then close."""
        with self._closing:
            if not self._is_closed:
                self._queue.put(None)
            self._is_closed = True
        self._writer.join()
        self.reader.close()

    def _put(self, write: _Write) -> Future[bool]:
        with self._closing:
            if self._is_closed:
                raise JournalError("the journal is closed; the service is stopping")
            self._queue.put(write)
        return write.done

    def _write_all(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._next_batch()
            if batch:
                _settle(self._connection, batch)
        self._connection.close()

    def _next_batch(self) -> tuple[list[_Write], bool]:
        """Wait for one write and take along what else is there."""
        batch: list[_Write] = []
        write = self._queue.get()
        while write is not None:
            # From here on nobody can cancel it; who has left before is not written.
            if write.done.set_running_or_notify_cancel():
                batch.append(write)
            if len(batch) == MOST_AT_ONCE:
                return batch, True
            try:
                write = self._queue.get_nowait()
            except Empty:
                return batch, True
        return batch, False


def _settle(connection: sqlite3.Connection, batch: list[_Write]) -> None:
    """Commit the batch, and only then tell those who wait for it."""
    try:
        added = _commit(connection, batch)
    except (sqlite3.Error, ValueError) as error:  # ValueError: text that is no UTF-8
        failure = JournalError(f"the decision journal cannot be written ({error}); try again")
        for write in batch:
            write.done.set_exception(failure)
        return
    for write, is_added in zip(batch, added, strict=True):
        write.done.set_result(is_added)


def _commit(connection: sqlite3.Connection, batch: list[_Write]) -> list[bool]:
    try:
        connection.execute("BEGIN IMMEDIATE")
        added = [connection.execute(w.statement, w.values).rowcount == 1 for w in batch]
        connection.execute("COMMIT")
    except (sqlite3.Error, ValueError):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return added


def _open_for_writing(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # facts are personal data
        connection = sqlite3.connect(
            path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
        )
        _prepare(connection, path)
    except (OSError, sqlite3.Error) as error:
        raise JournalError(f"the decision journal {path} cannot be opened ({error})") from error
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, FORMAT):
        raise JournalError(f"the journal {path} has format {found}, this Firstline reads {FORMAT}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a commit returns when the disk has it
    connection.executescript(SCHEMA)
    for table in ("decisions", "outcomes"):
        for verb in ("UPDATE", "DELETE"):
            connection.executescript(APPEND_ONLY.format(table=table, verb=verb))
    connection.execute(PROBE)
