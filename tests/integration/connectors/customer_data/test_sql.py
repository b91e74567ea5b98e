"""Facts from real databases: SQLite, and PostgreSQL where a server is there."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from firstline.connectors.addresses import AddressRefused, Reach
from firstline.connectors.customer_data import (
    ConnectorWrong,
    Conversion,
    CustomerData,
    Field,
    Limits,
    Reason,
    UpdateFailed,
)
from firstline.connectors.customer_data.sql import SqlConnector, SqlInterface
from firstline.domain.facts import Fact, FactName, FactType

HERE = Reach.over("127.0.0.1/32")
SERVER = os.environ.get("FIRSTLINE_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/test")
SELECT = "SELECT paid_by, cents, ordered FROM orders WHERE customer = :customer_id"
UPDATE = (
    "UPDATE orders SET paid_by = COALESCE(:paid_by, paid_by), cents = COALESCE(:cents, cents) "
    "WHERE customer = :customer_id"
)
TABLE = "CREATE TABLE orders (customer text, paid_by text, cents integer, ordered date)"
ROW = "INSERT INTO orders VALUES ('c-1', 'CC', 1250, '2026-03-01')"
FIELDS = (
    Field(
        fact=Fact(name=FactName("payment_type"), type=FactType.ENUM, values=("card", "cash")),
        place="paid_by",
        values={"CC": "card", "$": "cash"},
        may_update=True,
    ),
    Field(
        fact=Fact(name=FactName("order_cost"), type=FactType.DECIMAL),
        place="cents",
        conversion=Conversion.HUNDREDTHS,
    ),
    Field(fact=Fact(name=FactName("ordered"), type=FactType.DATE), place="ordered"),
)
KNOWN = {"payment_type": "card", "order_cost": "12.50", "ordered": "2026-03-01"}
ANN = {"customer_id": "c-1"}


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "orders.sqlite3") as made:
        made.execute(TABLE)
        made.execute(ROW)
    made.close()
    return "sqlite:///orders.sqlite3"


@pytest.fixture
def postgresql() -> Iterator[str]:
    """A schema of its own in the database for tests."""
    try:
        server = psycopg.connect(SERVER.replace("/test", "/postgres"), autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("there is no PostgreSQL server")
    name = f"orders_{os.getpid()}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        url = SERVER.replace("/test", f"/{name}").replace("postgres://", "postgresql://")
        with psycopg.connect(url) as made:
            made.execute(TABLE)
            made.execute(ROW)
        yield url
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def connect(
    database: str, folder: Path, *, select: str = SELECT, timeout_s: float = 5
) -> CustomerData:
    interface = SqlInterface(
        database=SecretStr(database), select=select, update=UPDATE, folder=folder
    )
    connector = SqlConnector(interface, reach=HERE, timeout_s=timeout_s)
    limits = Limits(timeout_s=timeout_s * 4, kept_s=0)
    return CustomerData(connector, FIELDS, zone=UTC, limits=limits)


def test_every_fact_is_found_in_its_column(database: str, tmp_path: Path) -> None:
    source = connect(database, tmp_path)

    assert source.read(ANN).facts == KNOWN
    assert set(source.read({"customer_id": "x"}).unknown.values()) == {Reason.NOT_FOUND}
    source.close()


def test_a_customer_id_is_never_a_part_of_the_statement(database: str, tmp_path: Path) -> None:
    source = connect(database, tmp_path)

    found = source.read({"customer_id": "x' OR '1'='1"})

    assert set(found.unknown.values()) == {Reason.NOT_FOUND}
    source.close()


def test_an_allowed_fact_is_updated_and_the_others_stay(database: str, tmp_path: Path) -> None:
    source = connect(database, tmp_path)

    source.update(ANN, {"payment_type": "cash"})

    assert source.read(ANN).facts == {**KNOWN, "payment_type": "cash"}
    with pytest.raises(UpdateFailed, match="may not be updated"):
        source.update(ANN, {"order_cost": "1"})
    with pytest.raises(UpdateFailed, match="exactly one row"):
        source.update({"customer_id": "x"}, {"payment_type": "cash"})
    source.close()


def test_more_than_one_row_is_no_answer(database: str, tmp_path: Path) -> None:
    source = connect(database, tmp_path, select=f"{SELECT} UNION ALL {SELECT}")

    assert set(source.read(ANN).unknown.values()) == {Reason.CONFUSED}
    source.close()


def test_a_select_that_writes_changes_nothing(postgresql: str, tmp_path: Path) -> None:
    select = (
        "WITH gone AS (DELETE FROM orders WHERE customer = :customer_id RETURNING *) "
        "SELECT paid_by, cents, ordered FROM gone"
    )
    source = connect(postgresql, tmp_path, select=select)

    assert set(source.read(ANN).unknown.values()) == {Reason.REFUSED}
    source.close()
    with psycopg.connect(postgresql) as still:
        assert still.execute("SELECT count(*) FROM orders").fetchone() == (1,)


@pytest.mark.parametrize(
    ("kind", "select"),
    [
        ("postgresql", f"{SELECT} AND pg_sleep(20) IS NOT NULL"),
        (
            "sqlite",
            (
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n "
                "WHERE i < 0 AND :customer_id <> ''"
            ),
        ),
    ],
)
def test_a_statement_that_takes_too_long_is_stopped(
    kind: str, select: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source = connect(request.getfixturevalue(kind), tmp_path, select=select, timeout_s=0.5)

    assert set(source.read(ANN).unknown.values()) == {Reason.TIMEOUT}
    source.close()


@pytest.mark.parametrize(
    ("address", "select", "why"),
    [
        ("mysql://db/orders", SELECT, "is not read"),
        ("no address", SELECT, "write sqlite"),
        ("postgresql:///orders", SELECT, "one host"),
        ("postgresql://127.0.0.1/o?hostaddr=10.0.0.1", SELECT, "takes no `hostaddr`"),
        ("sqlite:///../panel.sqlite3", SELECT, "no file"),
        ("sqlite:////etc/passwd", SELECT, "no file"),
        ("sqlite:///orders.sqlite3", "DELETE FROM orders", "one SELECT"),
        ("sqlite:///orders.sqlite3", f"{SELECT}; DROP TABLE orders", "without `;`"),
        ("sqlite:///orders.sqlite3", "SELECT 1", "by a parameter"),
    ],
)
def test_what_cannot_work_or_must_not_is_refused_with_words(
    address: str, select: str, why: str, tmp_path: Path, sqlite: str
) -> None:
    assert sqlite
    with pytest.raises(ConnectorWrong, match=why):
        connect(address, tmp_path, select=select)


def test_a_database_in_a_private_network_is_refused() -> None:
    interface = SqlInterface(database=SecretStr("postgresql://10.0.0.1/orders"), select=SELECT)

    with pytest.raises(AddressRefused):
        SqlConnector(interface, reach=Reach(), timeout_s=1)


def test_without_a_folder_no_sqlite_file_is_read() -> None:
    interface = SqlInterface(database=SecretStr("sqlite:///orders.sqlite3"), select=SELECT)

    with pytest.raises(ConnectorWrong, match="FIRSTLINE_PANEL_SQLITE_FOLDER"):
        SqlConnector(interface, reach=HERE, timeout_s=1)
