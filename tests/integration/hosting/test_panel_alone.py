"""`firstline panel` serves the panel and nothing else, on a database that is up to date."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

COMMAND = (sys.executable, "-m", "firstline.cli.app", "panel")


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "FIRSTLINE" not in name}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    return {**own, "FIRSTLINE_PANEL_FOLDER": str(folder)}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, port: int) -> Iterator[httpx2.Client]:
    """Run the command, and hand out a client that waits until it listens."""
    arguments = (*COMMAND, "--migrate", "--port", str(port))
    patient = httpx2.HTTPTransport(retries=10)  # the last after about two minutes
    with (
        subprocess.Popen(arguments, env=environment(folder)) as process,  # noqa: S603
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", transport=patient, timeout=60) as client,
    ):
        try:
            yield client
        finally:
            process.terminate()


def test_the_panel_alone_serves_pages_and_their_files(tmp_path: Path) -> None:
    with running(tmp_path, free_port()) as client:
        page = client.get("/", follow_redirects=True)
        assert page.status_code == httpx2.codes.OK
        assert page.url.path == "/panel/sign-in/"
        for file in re.findall(r'(?:src|href)="(/panel/static/[^"]+)"', page.text):
            assert client.get(file).status_code == httpx2.codes.OK
        assert client.post("/v1/answer", json={}).status_code == httpx2.codes.NOT_FOUND

    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_on_an_old_database_the_panel_does_not_start(tmp_path: Path) -> None:
    told = subprocess.run(  # noqa: S603
        COMMAND, env=environment(tmp_path), capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "firstline panel --migrate" in told.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("OIDC_ISSUER", "https://id.example.com", "set FIRSTLINE_PANEL_OIDC_CLIENT_ID as well"),
        ("EMAIL_URL", "mail:25", "FIRSTLINE_PANEL_EMAIL_URL: write it as smtp://"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(
    name: str, value: str, words: str, tmp_path: Path
) -> None:
    told = subprocess.run(  # noqa: S603
        COMMAND,
        env={**environment(tmp_path), f"FIRSTLINE_PANEL_{name}": value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 1
    assert told.stderr.startswith(f"error: {words}")
