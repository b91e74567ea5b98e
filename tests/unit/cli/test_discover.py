import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient
from tests.builders import MONDAY, OPENERS, PROBLEMS, a_service, with_template
from tests.unit.cli.conftest import Command
from tests.unit.cli.test_impact import write_service
from typer.testing import Result

from firstline.domain.templates import TemplateId
from firstline.learning.corpus import read_history
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings
from firstline.workspace import load_service

Discover = Callable[..., Result]
COLUMNS = ("id", "customer_id", "received_at", "text", "template_id", "reply")
FACTS = ("payment_type", "order_cost", "driver_name", "trips")

# A topic that the tiny service does not know, and another one that it does.
CATS = [
    f"{opener} {words}"
    for opener in ("Hello,", "Hi,", "Please tell me,", "Excuse me,", "A question:")
    for words in (
        "may I take my cat along in the car",
        "can a cat in a carrier ride with me",
        "is my cat allowed in the taxi",
        "do drivers accept a cat in a box",
        "are cats permitted during the trip",
        "how do I travel with a cat",
    )
]


@pytest.fixture
def service(tmp_path: Path) -> Path:
    tiny = a_service()
    lost = replace(
        tiny.template(TemplateId("driver_has_it")),
        rule="driver_name is present and pickup_at is present",  # or the files are refused
    )
    return write_service(with_template(tiny, lost), tmp_path / "service")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Agents ask the customers who pay by card for a fee, and tell others that it is free."""
    path = tmp_path / "history.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow((*COLUMNS, *FACTS))
        for number, text in enumerate(CATS):
            is_card, cost = number % 3 != 0, f"{number + 5}.50"
            reply = (
                f"Cats are welcome in a carrier; we add a fee to the {cost} of your trip."
                if is_card
                else "As you pay in cash, your pet travels free of charge, only tell the driver."
            )
            at = MONDAY + timedelta(hours=number)
            kind = "card" if is_card else "cash"
            rows.writerow(
                (number, f"c{number}", at.isoformat(), text, "", reply, kind, cost, "Dan", 7)
            )
    return path


@pytest.fixture
def discover(firstline: Command, service: Path, history: Path, store: Path) -> Discover:
    def run(*arguments: str | Path) -> Result:
        return firstline("discover", service, "--history", history, "--store", store, *arguments)

    return run


def found(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_names_a_topic_that_nobody_had_thought_of(discover: Discover) -> None:
    content = found(discover("--json"))
    (cluster,) = content["clusters"]

    assert cluster["belongs_to"] is None
    assert "cat" in " ".join(cluster["keywords"])
    assert all("cat" in message for message in cluster["messages"])
    assert len(cluster["inquiries"]) > 20


def test_proposes_what_agents_wrote_with_the_rule_that_they_followed(discover: Discover) -> None:
    (cluster,) = found(discover("--json"))["clusters"]
    first, second = cluster["replies"]

    assert "{{ order_cost }}" in first["text"]
    assert 'payment_type is "card"' in first["rule"]
    assert second["rule"] == 'payment_type is "cash"'
    assert first["check"]["right"] == first["check"]["holds"] > 0


def test_tells_a_person_what_was_found_and_promises_nothing(discover: Discover) -> None:
    result = discover()
    text = " ".join(result.output.split())

    assert "1 new topics, 0 gaps in known ones" in text
    assert "at most" in text
    assert "once thresholds are proven" in text


def test_the_drafts_can_be_pasted_into_the_service(
    discover: Discover, firstline: Command, service: Path, tmp_path: Path
) -> None:
    out = tmp_path / "drafts"
    assert discover("--out", out).exit_code == 0
    for name in ("topics", "templates"):
        content = yaml.safe_load((service / f"{name}.yaml").read_text())
        content[name] += yaml.safe_load((out / f"{name}.yaml").read_text())[name]
        (service / f"{name}.yaml").write_text(yaml.safe_dump(content))

    result = firstline("check", service)
    assert result.exit_code == 0, result.output
    history = read_history(out / "history.jsonl", load_service(service))
    assert history.report.rejected == {}
    assert sum(bool(case.template_id) for case in history.cases) > 20


def test_drafts_that_somebody_may_have_edited_are_not_overwritten(
    discover: Discover, tmp_path: Path
) -> None:
    discover("--out", tmp_path / "drafts")
    result = discover("--out", tmp_path / "drafts")

    assert result.exit_code == 1
    assert "is there already; name another --out" in result.output


def test_the_same_history_gives_the_same_drafts(discover: Discover, tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    discover("--out", once)
    discover("--out", again)
    for path in once.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()


def test_says_so_where_nothing_came_in(
    firstline: Command, service: Path, tmp_path: Path, store: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("text,topic\n")
    result = firstline("discover", service, "--history", empty, "--store", store)

    assert result.exit_code == 1
    assert "there are no inquiries to discover from" in result.output


@pytest.fixture
def written_to(store: Path, tmp_path: Path) -> Callable[..., Path]:
    """A journal of inquiries, each with what an agent replied."""

    def write(reply: str, facts: dict[str, object], texts: list[str]) -> Path:
        settings = ServingSettings(
            store=store,
            journal=tmp_path / "journal.sqlite3",
            allow_anonymous=True,
            sessions=1,
        )
        with TestClient(create_app(settings)) as client:
            for text in texts:
                answer = client.post("/v1/answer", json={"text": text, "facts": facts}).json()
                said = {"kind": "agent_reply", "text": reply, "decision_id": answer["decision_id"]}
                assert client.post("/v1/outcomes", json=said).is_success
        return settings.journal

    return write


def test_reads_the_journal_with_what_agents_replied(
    firstline: Command, service: Path, written_to: Callable[..., Path]
) -> None:
    journal = written_to("Cats are welcome in a carrier.", {"payment_type": "card"}, CATS[:12])
    result = firstline("discover", service, "--journal", journal, "--last", "1d", "--json")
    (cluster,) = found(result)["clusters"]

    assert cluster["answered_by_agents"] == len(cluster["inquiries"])
    assert cluster["replies"][0]["text"] == "Cats are welcome in a carrier."


def test_a_rule_that_was_too_strict_is_named_instead_of_a_new_topic(
    firstline: Command, service: Path, written_to: Callable[..., Path]
) -> None:
    texts = [f"{opener} {words}" for words in PROBLEMS["charged_twice"] for opener in OPENERS]
    journal = written_to("You paid in cash.", {"order_cost": "12.50"}, texts)
    content = found(firstline("discover", service, "--journal", journal, "--json"))

    for cluster in content["clusters"]:
        assert cluster["belongs_to"]["topic_id"] == "charged_twice"
        misses = {miss["clause"] for miss in cluster["belongs_to"]["near_misses"]}
        assert 'payment_type is "cash"' in misses
    assert content["clusters"]
