"""Two hundred customers talk at once for two minutes, on SQLite and on PostgreSQL.

The load comes from this machine too, so it takes its share of the same two cores.
"""

import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from tests.talking import Talks, talk_at_once
from tests.workplaces import run_whole

from firstline.workspace import load_labelled, load_service

EXAMPLE = Path("var/rides")
SERVICE = Path("examples/rides")
CUSTOMERS = 200
SECONDS = 120.0
SERVER = os.environ.get("FIRSTLINE_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/test")
DATABASE = "firstline_bench"


def measure() -> Mapping[str, Any]:
    service = load_service(SERVICE)
    cases = load_labelled(SERVICE / "test_cases.yaml", service)
    texts = [case.inquiry.text for case in cases if case.inquiry.text.isascii()]
    with _database() as address:
        return {
            "customers": CUSTOMERS,
            "seconds": SECONDS,
            "failed": 0,  # one that fails ends the measurement
            "sqlite": _measure(texts),
            "postgresql": _measure(texts, FIRSTLINE_PANEL_DATABASE_URL=address),
        }


def _measure(texts: Sequence[str], **settings: str) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(EXAMPLE, Path(folder) / "rides")
        with run_whole(copy, Path(folder) / "panel", **settings) as workplace:
            talks = talk_at_once(workplace.address, texts, customers=CUSTOMERS, seconds=SECONDS)
    return _in_short(talks)


def _in_short(talks: Talks) -> Mapping[str, Any]:
    requests = sum(map(len, talks.seconds.values()))
    return {
        "conversations": talks.finished,
        "automatic": talks.automatic,
        "requests": requests,
        "requests_per_second": requests / SECONDS,
        "milliseconds": {what: _quantiles(seconds) for what, seconds in talks.seconds.items()},
    }


def _quantiles(seconds: Sequence[float]) -> Mapping[str, float]:
    hundredths = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50": 1_000 * hundredths[49], "p99": 1_000 * hundredths[98], "count": len(seconds)}


@contextmanager
def _database() -> Iterator[str]:
    """Make an empty database beside the one that the address names."""
    address = urlunsplit(urlsplit(SERVER)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield address
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
