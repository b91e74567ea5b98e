"""`firstline run` in processes of its own, and people who work in its panel without a browser."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, TypeAlias
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

from firstline.hosting.example_people import EXAMPLE_PASSWORD
from firstline.panel.accounts.roles import Role

PATIENCE_S = 240.0  # a whole process starts, on a machine that may be very busy
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A service that answers customers, its panel and its worker, with one person a role."""

    address: str
    folder: Path

    @property
    def slug(self) -> str:
        return self.folder.name

    def page(self, path: str = "") -> str:
        """Address of a page of the service."""
        return f"{self.address}/panel/s/{self.slug}/{path}"

    def ask(self, text: str, facts: Json) -> Json:
        """Write as a customer does."""
        body = json.dumps({"text": text, "facts": facts}).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{self.address}/v1/answer", body, headers), timeout=30) as answer:  # noqa: S310 - our own
            found: Json = json.loads(answer.read())
            return found

    def ask_until(self, text: str, facts: Json, is_so: Callable[[Json], bool]) -> Json:
        """Write again and again until the answer is as expected."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so(answer := self.ask(text, facts)):
            assert time.monotonic() < deadline, f"the answer stays {answer}"
        return answer


@contextmanager
def run_shop(releases: Path, parent: Path, **settings: str) -> Iterator[Workplace]:
    """Run a shop with everything, on a copy of releases, with its playground and its chat."""
    folder = parent / "shop"
    shutil.copytree(releases, folder / "releases")
    with run_whole(folder, parent / "panel", FIRSTLINE_PLAYGROUND="true", **settings) as workplace:
        yield workplace


@contextmanager
def run_whole(folder: Path, panel: Path, **settings: str) -> Iterator[Workplace]:
    """Run everything for the service in a folder, as `firstline run` does.

    Args:
        folder: with its `releases`.
        panel: for what the panel keeps.
        settings: further environment, such as `FIRSTLINE_PANEL_MAX_UPLOAD_MB`.
    """
    port = _free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "firstline.panel.django_settings",
        "FIRSTLINE_PANEL_FOLDER": str(panel),
        "FIRSTLINE_ALLOW_ANONYMOUS": "true",
        "FIRSTLINE_SESSIONS": "1",
        **settings,
    }
    command = [sys.executable, "-m", "firstline.cli.app", "run", str(folder)]
    command += ["--port", str(port), "--example-people"]
    panel.mkdir(parents=True, exist_ok=True)
    with (panel / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
    workplace = Workplace(address=f"http://127.0.0.1:{port}", folder=folder)
    try:
        _wait_until_ready(process, workplace, panel / "log.txt")
        yield workplace
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], workplace: Workplace, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urlopen(f"{workplace.address}/readyz", timeout=5):  # noqa: S310 - our own
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"it did not start: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(slots=True)
class Person:
    """Somebody signed in by plain HTTP."""

    workplace: Workplace
    _http: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )

    def sign_in(self, role: Role) -> None:
        address = f"{self.workplace.address}/panel/sign-in/"
        said = {"username": email_of(role), "password": EXAMPLE_PASSWORD}
        self._post(address, self._token(address), said)

    def press(self, shown: str, action: str, **said: str) -> str:
        """Send a form of one page of the service to another one."""
        token = self._token(self.workplace.page(shown))
        return self._post(self.workplace.page(action), token, said)

    def _token(self, address: str) -> str:
        with self._http.open(address, timeout=PATIENCE_S) as page:
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert found, f"there is no form at {address}"
        return found[1]

    def _post(self, address: str, token: str, said: Json) -> str:
        body = urlencode({"csrfmiddlewaretoken": token, **said}).encode()
        with self._http.open(Request(address, body), timeout=PATIENCE_S) as page:  # noqa: S310
            text: str = page.read().decode()
            return text


def email_of(role: Role) -> str:
    return f"{role.value.replace('_', '-')}@example.com"
