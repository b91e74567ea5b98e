"""Everything that learns and answers runs on this machine alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders import CHARGED_TWICE, PROBLEMS
from tests.integration.learning.conftest import SERVICE, write_history

OFFLINE = """
import sys

def refuse(event, args):
    is_file = event == "socket.connect" and isinstance(args[1], str)
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect") and not is_file:
        sys.stderr.write(f"somebody used the network: {event} {args}")
        raise OSError("there is no network")

sys.addaudithook(refuse)
from firstline.cli.app import main
main()
"""


def run_offline(*words: str | Path) -> str:
    """Run a command in a process that can neither look a name up nor connect."""
    command = [sys.executable, "-c", OFFLINE, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    assert "used the network" not in done.stderr
    return done.stdout


@pytest.fixture
def service(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, text in SERVICE.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_history(folder / "history.csv", tuple(PROBLEMS))
    return folder


def test_r15_training_and_answering_ask_no_other_machine(service: Path, tmp_path: Path) -> None:
    store = tmp_path / "releases"
    history = service / "history.csv"
    run_offline("train", service, "--history", history, "--store", store, "--publish")

    facts = ("--fact", "payment_type=card", "--fact", "order_cost=12.50")
    answer = run_offline("ask", service, CHARGED_TWICE, "--store", store, *facts)
    assert "You paid 12.50 once." in answer


def test_r15_the_test_itself_notices_who_connects() -> None:
    with pytest.raises(AssertionError, match="somebody used the network"):
        run_offline("ask", "Hello", "--url", "http://192.0.2.1:9")
