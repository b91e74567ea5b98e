from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from firstline.engine import Engine
from firstline.journal.writer import Journal
from firstline.serving.answering import Answerer
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

KEY = "a-key-of-the-help-desk"
NEXT_KEY = "the-next-key"


@pytest.fixture
def answerer(journal: Journal, engine: Engine) -> Iterator[Answerer]:
    answerer = Answerer(journal=journal, sessions=2)
    answerer.switch_to(engine)
    yield answerer
    answerer.close()


@pytest.fixture
def settings(tmp_path: Path) -> ServingSettings:
    """For a service of the test's own; nothing has been published yet."""
    return ServingSettings(
        store=tmp_path / "releases", journal=tmp_path / "own.sqlite3", api_keys=(SecretStr(KEY),)
    )


@pytest.fixture(scope="session")
def app(tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The service with a live release, in this process."""
    settings = ServingSettings(
        store=tiny_release_store,
        journal=tmp_path_factory.mktemp("journal") / "journal.sqlite3",
        api_keys=(SecretStr(KEY), SecretStr(NEXT_KEY)),
        sessions=2,
    )
    app = create_app(settings)
    with TestClient(app):
        yield app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """The help desk, which has a key."""
    return TestClient(app, headers={"X-API-Key": KEY})
