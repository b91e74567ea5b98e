"""A real CalDAV server, Radicale, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx2
from icalendar import Calendar, Event

USER, PASSWORD = "shop", "opensesame"
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Collection:
    """One calendar on it."""

    url: str

    def ask(self, method: str, name: str = "", text: str = "") -> httpx2.Response:
        response = httpx2.request(method, self.url + name, content=text, auth=(USER, PASSWORD))
        assert response.is_success, response.text
        return response

    def add(self, *lines: str, uid: str = "") -> None:
        """Write an event into it, as another program would; `lines` are its properties."""
        uid = uid or uuid4().hex
        body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT"]
        body += [f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR"]
        self.ask("PUT", f"{uid}.ics", "\r\n".join([*body, ""]))

    def events(self) -> list[Event]:
        whole = Calendar.from_ical(self.ask("GET").text)
        return [event for event in whole.walk("VEVENT") if isinstance(event, Event)]


@dataclass(frozen=True, slots=True)
class Radicale:
    address: str

    def collection(self) -> Collection:
        made = Collection(f"{self.address}/{USER}/{uuid4().hex}/")
        made.ask("MKCALENDAR")
        return made


@contextmanager
def run_radicale(folder: Path) -> Iterator[Radicale]:
    """Run it on a free port, for one user."""
    port = _free_port()
    (folder / "people").write_text(f"{USER}:{PASSWORD}\n")
    options = {
        "config": "",
        "server-hosts": f"127.0.0.1:{port}",
        "storage-filesystem-folder": str(folder / "collections"),
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": str(folder / "people"),
        "auth-htpasswd-encryption": "plain",
        "auth-delay": "0",
    }
    command = [sys.executable, "-m", "radicale", *(f"--{k}={v}" for k, v in options.items())]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603
    try:
        _wait_until_ready(process, port, folder / "log")
        yield Radicale(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"it did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
