from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


@pytest.fixture
def client(tiny_release_store: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The service in this process, with its playground."""
    settings = ServingSettings(
        store=tiny_release_store,
        journal=tmp_path / "journal.sqlite3",
        allow_anonymous=True,
        playground=True,
        sessions=1,
    )
    with TestClient(create_app(settings)) as client:
        yield client
