"""A month in the life of a service: it answers, agents report, and on Monday it is retrained."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from starlette.testclient import TestClient
from tests.builders import MONDAY, OPENERS, PROBLEMS
from tests.integration.learning.conftest import SERVICE, write_history
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.learning.retraining.exclusive import LOCK
from firstline.learning.retraining.running import LiveReleaseChanged, publish_over
from firstline.release.reader import read_release
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


@pytest.fixture(scope="module")
def two_weeks_later(first_day: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Customers have written about promo codes, and Ada has added the topic and its template."""
    desk = a_copy(first_day, tmp_path_factory.mktemp("later") / "desk")
    desk.weeks(tuple(PROBLEMS))
    for name, text in SERVICE.items():
        (desk.service / name).write_text(text)
    return desk


def a_copy(desk: Desk, folder: Path) -> Desk:
    shutil.copytree(desk.service, folder)
    return Desk(folder, folder / "releases", folder / "journal.sqlite3")


@pytest.fixture
def desk(first_day: Desk, tmp_path: Path) -> Desk:
    return a_copy(first_day, tmp_path / "desk")


@pytest.fixture
def later(two_weeks_later: Desk, tmp_path: Path) -> Desk:
    return a_copy(two_weeks_later, tmp_path / "desk")


def report(result: Result) -> dict[str, Any]:
    assert result.exit_code in {0, 3}, result.stderr
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def test_a_topic_that_came_up_is_learnt_and_goes_live(later: Desk) -> None:
    before = ReleaseStore(later.store).live()
    result = later.retrain("--publish", "--json")
    told = report(result)

    assert result.exit_code == 0
    assert told["promoted"]
    assert "it finds topics that the live one cannot know: promo_code" in told["verdict"]["merits"]
    assert (told["live"], told["release"]) == (before, ReleaseStore(later.store).live())
    labelled = told["learnt"]["labelled"]
    assert labelled["audited"] == labelled["sent"] > 0
    assert labelled["answered"] == labelled["unsent"] > 0
    assert told["learnt"]["cases"] == 100 + 120
    with_it = read_release(ReleaseStore(later.store).named_or_live())
    assert "promo_code" in with_it.model.classifier.topics

    again = later.retrain("--publish", "--json")  # as after a kill: the same release, nothing moves
    assert again.exit_code == 3
    assert report(again)["release"] == told["release"]
    assert report(again)["verdict"]["obstacles"] == ["it is the live release"]


def test_the_live_release_stays_where_nothing_is_better(desk: Desk) -> None:
    before = ReleaseStore(desk.store).live()
    history = desk.service / "history.csv"
    result = run(
        *("retrain", desk.service, "--store", desk.store, "--history", history, "--publish")
    )

    assert result.exit_code == 3, result.output
    assert ReleaseStore(desk.store).live() == before
    words = " ".join(result.stdout.split())
    assert f"release {(before or '')[:12]} stays live" in words
    assert "not better in anything that can be told apart from chance" in words
    assert "ends; it may know some" in words
    assert "automatic replies and" not in words  # there is no journal to speak of


def test_a_better_release_waits_for_a_person_unless_told_otherwise(later: Desk) -> None:
    before = ReleaseStore(later.store).live()
    result = later.retrain("--samples", "1")

    assert result.exit_code == 0, result.output
    assert ReleaseStore(later.store).live() == before
    words = " ".join(result.stdout.split())
    assert "makes it live" in words
    assert "newly answered, right" in words
    assert "other inquiries are labelled; 100% of each are measured on" in words


def test_without_audits_the_engines_own_answers_stop_the_retraining(desk: Desk) -> None:
    before = ReleaseStore(desk.store).live()
    desk.weeks(BEFORE, audits=False)
    result = desk.retrain("--publish")

    assert result.exit_code == 1
    assert "record what they say as outcomes of the kind `audit`" in result.stderr
    assert ReleaseStore(desk.store).live() == before


def test_past_cases_of_a_split_topic_count_for_its_parts(desk: Desk) -> None:
    for name in ("topics.yaml", "templates.yaml"):
        path = desk.service / name
        text = path.read_text().replace(
            "- {id: driver_late, name: Driver late}",
            "- {id: driver_too_late, name: Late}\n  - {id: driver_absent, name: Absent}",
        )
        path.write_text(text.replace("topics: [driver_late]", "topics: [driver_too_late]"))
    history = desk.service / "history.csv"
    rows = history.read_text().replace(",driver_late,", ",driver_late,sorry_late,")
    head, *others = rows.splitlines()
    widened = [line if "sorry_late" in line else _with_template(line) for line in others]
    history.write_text("\n".join([head.replace("topic,", "topic,template_id,"), *widened]) + "\n")
    result = run(*("retrain", desk.service, "--store", desk.store, "--history", history, "--json"))

    moved = {"topic": "driver_late", "to": "driver_too_late", "cases": 20}
    assert report(result)["learnt"]["moved"] == [moved]


def _with_template(line: str) -> str:
    topic = next(topic for topic in PROBLEMS if f",{topic}," in line)
    return line.replace(f",{topic},", f",{topic},{SENT.get(topic, '')},")


def test_two_retrainings_never_run_at_once(desk: Desk) -> None:
    with FileLock(desk.store / LOCK):
        result = desk.retrain()

    assert result.exit_code == 1
    assert "another retraining writes to" in result.stderr


def test_a_release_that_went_live_meanwhile_is_not_overwritten(desk: Desk) -> None:
    store = ReleaseStore(desk.store)
    live = read_release(store.named_or_live())
    with pytest.raises(LiveReleaseChanged, match="retrain again"):
        publish_over(replace(live, digest="another"), live, live.digest, store)


def test_a_journal_that_is_not_there_is_said_so(desk: Desk) -> None:
    result = run("retrain", desk.service, "--store", desk.store, "--journal", desk.service / "no")

    assert result.exit_code == 1
    assert "there is no readable journal" in result.stderr


def test_answers_that_nobody_reported_leave_nothing_to_learn_from(desk: Desk) -> None:
    desk.weeks(())
    result = run("retrain", desk.service, "--store", desk.store, "--journal", desk.journal)

    assert result.exit_code == 1
    assert "outcomes of the kind `agent_reply` with their template" in result.stderr


def test_a_history_without_times_has_no_last_week(desk: Desk) -> None:
    history = desk.service / "history.csv"
    history.write_text(history.read_text().replace("received_at", "when"))
    result = run("retrain", desk.service, "--store", desk.store, "--history", history)

    assert result.exit_code == 1
    assert "nobody knows what is recent" in result.stderr


def test_only_the_last_days_are_learnt_from(desk: Desk) -> None:
    history = desk.service / "history.csv"
    result = run(
        *("retrain", desk.service, "--store", desk.store, "--history", history),
        *("--last", "72h", "--json"),
    )

    assert report(result)["learnt"]["cases"] == 73
