import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
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
        words = [*command.split(), *map(str, arguments)]
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


@pytest.fixture
def journal(answered: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """A copy of the journal, to write to; its own copy in columns is made anew in every test."""
    copy = tmp_path / "journal.sqlite3"
    with closing(sqlite3.connect(answered[0])) as original, closing(sqlite3.connect(copy)) as own:
        original.backup(own)
    return copy


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


FACTS = """
facts:
  payment_type: {type: enum, values: [card, cash]}
  order_cost: {type: decimal}
  tip: {type: decimal, nullable: true}
  options: {type: list, values: [pet, child_seat]}
  ordered_at: {type: datetime}
"""
TEMPLATES = """
templates:
  - id: paid_once
    topics: [charged_twice]
    rule: payment_type is "card" and order_cost > 0
    examples: [{gets_it: true, facts: {payment_type: card, order_cost: 12}}]
    texts: {en: "You paid {{ order_cost }} once."}
  - id: paid_in_cash
    topics: [charged_twice]
    rule: payment_type == "cash"
    texts: {en: You paid in cash.}
"""


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


@pytest.fixture
def a_shop(tmp_path: Path) -> Callable[..., Path]:
    """Write the files of a service, its `templates.yaml` perhaps another one."""

    def write(templates: str = TEMPLATES) -> Path:
        head = "name: shop\nlanguages: [en]\ntime_zone: Europe/Berlin\nencoder: all-MiniLM-L6-v2"
        (tmp_path / "workspace.yaml").write_text(f"{head}\n{FACTS}")
        (tmp_path / "topics.yaml").write_text("topics: [{id: charged_twice, name: Twice}]")
        (tmp_path / "templates.yaml").write_text(templates)
        return tmp_path

    return write
