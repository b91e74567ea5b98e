"""A month in the life of a service: it answers, agents report, and on Monday it is retrained."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from starlette.testclient import TestClient
from tests.builders import MONDAY, OPENERS, PROBLEMS
from tests.integration.learning.conftest import SERVICE, write_history
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.cli.retraining.exclusive import LOCK
from firstline.release.store import ReleaseStore
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

SENT = {
    "charged_twice": "paid_once",
    "lost_item": "driver_asked",
    "cancellation_fee": "fee_explained",
    "driver_late": "sorry_late",
    "promo_code": "enter_code",
}
FACTS = {"payment_type": "card", "order_cost": "12.50"}
BEFORE = tuple(topic for topic in PROBLEMS if topic != "promo_code")


def run(command: str, *arguments: str | Path) -> Result:
    words = [command, *map(str, arguments)]
    unset = dict.fromkeys(("FIRSTLINE_STORE", "FIRSTLINE_JOURNAL"))
    return CliRunner(env=unset).invoke(command_line([command]), words)


@dataclass(frozen=True)
class Desk:
    """Where Ben answers what the engine leaves to him, and reports what he chose."""

    service: Path
    store: Path
    journal: Path

    def retrain(self, *arguments: str | Path) -> Result:
        sources = ("--journal", self.journal, "--history", self.service / "history.csv")
        return run("retrain", self.service, "--store", self.store, *sources, *arguments)

    def weeks(self, topics: tuple[str, ...], *, audits: bool = True) -> None:
        """Two weeks of messages, each answered, and labelled by a person."""
        settings = ServingSettings(
            store=self.store, journal=self.journal, allow_anonymous=True, sessions=1
        )
        with TestClient(create_app(settings)) as client:
            for number, (topic, text) in enumerate(_messages(topics)):
                _play(client, number, topic, text, audits=audits)


def _messages(topics: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for opener in OPENERS:
        for number in range(4):
            for topic in topics:
                yield topic, f"{opener} {PROBLEMS[topic][number]}"


def _play(client: TestClient, number: int, topic: str, text: str, *, audits: bool) -> None:
    at = MONDAY + timedelta(days=7, hours=2 * number)
    inquiry = {"id": f"j{number}", "customer_id": f"j{number}", "received_at": at.isoformat()}
    answer = client.post("/v1/answer", json={"text": text, "facts": FACTS, **inquiry}).json()
    said = {"decision_id": answer["decision_id"], "topic_id": topic}
    if topic in SENT:
        said["template_id"] = SENT[topic]
    if answer["kind"] != "auto_reply":
        outcome = {"kind": "agent_reply", "text": "As we discussed.", **said}
    elif audits:
        outcome = {"kind": "audit", **said}
    else:
        return
    assert client.post("/v1/outcomes", json=outcome).status_code == 201


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A service that does not know promo codes yet, trained and live."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text in SERVICE.items():
        lines = [line for line in text.splitlines() if "promo" not in line]
        (folder / name).write_text("\n".join(lines) + "\n")
    write_history(folder / "history.csv", BEFORE)
    store = folder / "releases"
    done = run(
        *("train", folder, "--history", folder / "history.csv", "--store", store, "--publish")
    )
    assert done.exit_code == 0, done.output
    return Desk(folder, store, folder / "journal.sqlite3")


@pytest.fixture
def desk(first_day: Desk, tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    shutil.copytree(first_day.service, folder)
    return Desk(folder, folder / "releases", folder / "journal.sqlite3")


def report(result: Result) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def test_a_topic_that_came_up_is_learnt_and_goes_live(desk: Desk) -> None:
    desk.weeks(tuple(PROBLEMS))
    for name, text in SERVICE.items():  # Ada adds the topic and its template
        (desk.service / name).write_text(text)
    result = desk.retrain("--publish", "--json")

    print(result.stdout[:6000], result.stderr[-3000:])
    assert result.exit_code == 0
    assert report(result)["promoted"]


def test_nothing_better(desk: Desk) -> None:
    result = run(
        "retrain",
        desk.service,
        "--store",
        desk.store,
        "--history",
        desk.service / "history.csv",
        "--publish",
    )
    print(result.stdout, result.stderr[-3000:])
    assert result.exit_code == 3
