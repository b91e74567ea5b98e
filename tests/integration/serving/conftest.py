import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE

START = (
    "from firstline.serving.server import serve; "
    "from firstline.serving.settings import ServingSettings; serve(ServingSettings())"
)
PATIENCE_S = 30.0
QUESTION: dict[str, object] = {"text": CHARGED_TWICE, "facts": CARD_FACTS}


@dataclass
class Service:
    """An answering service in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int
    store: Path
    journal: Path

    def ask(self, conversation: str = "") -> tuple[int, dict[str, str]]:
        """Ask once, on a connection of its own."""
        question = QUESTION | ({"conversation_id": conversation} if conversation else {})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(
                "POST", "/v1/answer", json.dumps(question), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the service stopped"
            try:
                if self.ask()[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail("the service did not become ready")

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


@dataclass
class Customers:
    """Several at once, each asking again as soon as the answer is there."""

    service: Service
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    cut_off: int = 0
    """Connections that the service did not answer."""
    _leave: threading.Event = field(default_factory=threading.Event)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4))
    _asking: list[Future[None]] = field(default_factory=list)

    def come(self) -> None:
        self._asking = [self._threads.submit(self._ask_on) for _ in range(4)]

    def wait_for(self, answers: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while len(self.answers) < answers:
            assert time.monotonic() < deadline, "no answers came"
            time.sleep(0.005)

    def leave(self) -> None:
        self._leave.set()
        for future in self._asking:
            future.result(PATIENCE_S)
        self._threads.shutdown()

    def _ask_on(self) -> None:
        while not self._leave.is_set():
            try:
                self.answers.append(self.service.ask())
            except (OSError, ValueError, HTTPException):
                self.cut_off += 1
                return


@pytest.fixture
def service(tiny_release_store: Path, tmp_path: Path) -> Iterator[Service]:
    store = tmp_path / "releases"
    shutil.copytree(tiny_release_store, store)
    journal = tmp_path / "journal.sqlite3"
    port = _free_port()
    environment = os.environ | {
        "FIRSTLINE_STORE": str(store),
        "FIRSTLINE_JOURNAL": str(journal),
        "FIRSTLINE_PORT": str(port),
        "FIRSTLINE_ALLOW_ANONYMOUS": "true",
        "FIRSTLINE_SESSIONS": "2",
    }
    with (tmp_path / "log.jsonl").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", START], env=environment, stderr=log
        )
    service = Service(process=process, port=port, store=store, journal=journal)
    try:
        service.wait_until_ready()
        yield service
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def customers(service: Service) -> Iterator[Customers]:
    customers = Customers(service)
    yield customers
    customers.leave()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
