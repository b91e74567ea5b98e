"""Systems that are read by SQL: one SELECT with bound parameters, in a read-only transaction.

SQLAlchemy carries what differs between databases: how parameters are bound, how connections are
pooled, and what an error is.
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from firstline.connectors.addresses import Reach
from firstline.connectors.customer_data.connectors import Document, Key, needed
from firstline.connectors.customer_data.errors import ConnectorWrong, LookUpFailed
from firstline.connectors.customer_data.records import Reason

CONNECTIONS = 4  # for one service; more would wait in the database as well
STEPS = 1_000  # of SQLite's machine between two looks at the clock: well below a millisecond
ALLOWED_OPTIONS = frozenset({"sslmode"})
"""In the address of a database; others could lead the connection elsewhere."""

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")  # `::text` is a cast
_SELECT = re.compile(r"\s*(select|with)\b", re.IGNORECASE)
_UPDATE = re.compile(r"\s*update\b.*\bwhere\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlInterface:
    """The database, and what is said to it.

    Raises:
        ConnectorWrong: a statement that is not of the one kind that it may be.
    """

    database: SecretStr
    """`sqlite:///orders.sqlite3` or `postgresql://reader:password@db/orders`."""
    select: str
    update: str = ""
    """With `:customer_id` and others, and `:` and the column for each value that it sets."""
    folder: Path | None = None
    """Where SQLite files may lie; without one there are none."""
    placeholders: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "placeholders", _parameters(self.select))
        if not _SELECT.match(self.select):
            raise ConnectorWrong("what reads is one SELECT")
        if self.update and not _UPDATE.match(self.update):
            raise ConnectorWrong("what writes is one UPDATE … WHERE …")
        if ";" in self.select.rstrip().rstrip(";") + self.update.rstrip().rstrip(";"):
            raise ConnectorWrong("one statement each, without `;`")
        if not self.placeholders:
            raise ConnectorWrong("the SELECT says whose data by a parameter, as :customer_id")


def _parameters(statement: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(statement))


class SqlConnector:
    """Asks one database.

    Raises:
        ConnectorWrong: the address is that of no database that can be read.
        AddressRefused: it must not be asked from here.
    """

    def __init__(self, interface: SqlInterface, *, reach: Reach, timeout_s: float) -> None:
        self._interface = interface
        url = _url(interface)
        make = _sqlite if url.get_backend_name() == "sqlite" else _postgresql
        self._reading = make(url, interface, reach, timeout_s, is_read_only=True)
        self._writing = make(url, interface, reach, timeout_s, is_read_only=False)

    @property
    def placeholders(self) -> frozenset[str]:
        return self._interface.placeholders

    def read(self, key: Key) -> Document:
        statement = self._interface.select
        bound = {name: needed(key, name) for name in self.placeholders}
        with _asked(self._reading) as connection:
            rows = connection.execute(text(statement), bound).mappings().fetchmany(2)
        if not rows:
            raise LookUpFailed(Reason.NOT_FOUND)
        if len(rows) > 1:
            raise LookUpFailed(Reason.CONFUSED, "more than one row; say which by the SELECT")
        return dict(rows[0])

    def update(self, key: Key, changes: Document) -> None:
        """Run the UPDATE; values that do not change stay, so it must take them as NULL."""
        wanted = _parameters(self._interface.update)
        bound = {name: changes[name] if name in changes else key.get(name) for name in wanted}
        with _asked(self._writing) as connection:
            if connection.execute(text(self._interface.update), bound).rowcount != 1:
                connection.rollback()
                raise LookUpFailed(Reason.NOT_FOUND, "the UPDATE does not meet exactly one row")
            connection.commit()

    def close(self) -> None:
        self._reading.dispose()
        self._writing.dispose()


@contextmanager
def _asked(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except PoolTimeout as error:
        raise LookUpFailed(Reason.TIMEOUT, "all connections are in use") from error
    except DBAPIError as error:
        raise LookUpFailed(_reason(error), type(error.orig).__name__) from error
    except SQLAlchemyError as error:
        raise LookUpFailed(Reason.CONFUSED, type(error).__name__) from error


def _reason(error: DBAPIError) -> Reason:
    """Say what an error of either driver means; its words may quote the customer."""
    name, words = type(error.orig).__name__, str(error.orig)
    if name == "QueryCanceled" or words == "interrupted" or "locked" in words:
        return Reason.TIMEOUT
    if name in {"InsufficientPrivilege", "ReadOnlySqlTransaction"} or "readonly" in words:
        return Reason.REFUSED
    if name in {"OperationalError", "ConnectionTimeout"} and "no such" not in words:
        return Reason.UNREACHABLE
    return Reason.CONFUSED


def _url(interface: SqlInterface) -> URL:
    try:
        url = make_url(interface.database.get_secret_value())
    except ArgumentError as error:
        raise ConnectorWrong("write sqlite:///file or postgresql://user:password@host/name") from (
            error
        )
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConnectorWrong(f"{url.get_backend_name()} is not read; PostgreSQL and SQLite are")
    if others := set(url.query) - ALLOWED_OPTIONS:
        raise ConnectorWrong(f"an address of a database takes no `{min(others)}`")
    return url


def _sqlite(
    url: URL, interface: SqlInterface, _reach: Reach, timeout_s: float, *, is_read_only: bool
) -> Engine:
    path = _inside(interface.folder, url.database or "")
    mode = "ro" if is_read_only else "rw"

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, timeout=timeout_s, check_same_thread=False
        )
        # It can attach no other file.
        made.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        return made

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,  # for it knows of no file, SQLAlchemy would take another
        pool_size=CONNECTIONS,
        max_overflow=0,
    )
    _stop_late_statements(engine, timeout_s)
    return engine


def _inside(folder: Path | None, name: str) -> Path:
    """Find a file of the one folder that an operator has opened: others may hold anything."""
    if folder is None:
        raise ConnectorWrong(
            "SQLite is read from one folder only; whoever runs Firstline names it by "
            "FIRSTLINE_PANEL_SQLITE_FOLDER"
        )
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise ConnectorWrong(f"there is no file `{name[:80]}` in the folder for SQLite")
    return path


def _stop_late_statements(engine: Engine, timeout_s: float) -> None:
    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        until = time.monotonic() + timeout_s
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - as `connect` makes it
        raw.set_progress_handler(lambda: time.monotonic() > until, STEPS)


def _postgresql(
    url: URL, _interface: SqlInterface, reach: Reach, timeout_s: float, *, is_read_only: bool
) -> Engine:
    if not url.host or not url.host.strip("/") or "," in url.host:
        raise ConnectorWrong("name the one host of the database: postgresql://user@host/name")
    found = reach.addresses_of(url.host, url.port or 5432)
    options = {
        "statement_timeout": round(timeout_s * 1000),
        "default_transaction_read_only": "on" if is_read_only else "off",
    }
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=timeout_s,
        pool_pre_ping=True,
        connect_args={
            # Connected to what was checked; the certificate is still that of the name.
            "hostaddr": str(found[0]),
            "connect_timeout": max(2, round(timeout_s)),  # libpq takes no less
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    )
