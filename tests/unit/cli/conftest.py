import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from pydantic import SecretStr
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

KEY = "a-key-of-the-help-desk"
MESSAGES = (CHARGED_TWICE, ACCIDENT, "My card 4111 1111 1111 1111 was charged twice")
Command = Callable[..., Result]


@pytest.fixture
def firstline() -> Command:
    """Type `firstline …` at a terminal without any settings of its own."""

    def run(command: str, *arguments: str | Path) -> Result:
        words = [command, *map(str, arguments)]
        unset = dict.fromkeys(("FIRSTLINE_STORE", "FIRSTLINE_JOURNAL"))
        return CliRunner(env=unset).invoke(command_line([command]), words)

    return run


@pytest.fixture
def store(tiny_release_store: Path, tmp_path: Path) -> Path:
    """A copy to publish in."""
    return shutil.copytree(tiny_release_store, tmp_path / "releases")


@pytest.fixture(scope="session")
def answered(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """A journal with a few decisions, and their ids."""
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    settings = ServingSettings(
        store=tiny_release_store, journal=journal, allow_anonymous=True, sessions=1
    )
    with TestClient(create_app(settings)) as client:
        answers = [
            client.post("/v1/answer", json={"text": text, "facts": CARD_FACTS}).json()
            for text in MESSAGES
        ]
    return journal, [answer["decision_id"] for answer in answers]


@pytest.fixture(scope="session")
def address(tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service listens; it may not be ready yet."""
    settings = ServingSettings(
        store=tiny_release_store,
        journal=tmp_path_factory.mktemp("served") / "journal.sqlite3",
        api_keys=(SecretStr(KEY),),
        sessions=1,
    )
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
