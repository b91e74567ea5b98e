import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient
from tests.builders import MONDAY, OPENERS, PROBLEMS, a_service, with_template
from tests.unit.cli.conftest import Command
from tests.unit.cli.test_impact import write_service
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.domain.templates import TemplateId
from firstline.learning.corpus import read_history
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings
from firstline.workspace import load_service

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


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tiny = a_service()
    lost = replace(
        tiny.template(TemplateId("driver_has_it")),
        rule="driver_name is present and pickup_at is present",  # or the files are refused
    )
    return write_service(with_template(tiny, lost), tmp_path_factory.mktemp("ada") / "service")


@pytest.fixture(scope="module")
def history(service: Path) -> Path:
    """Agents name a fee to customers who pay by card, and tell others that it is free."""
    path = service.with_name("history.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow((*COLUMNS, *FACTS))
        rows.writerows(_row(number, text) for number, text in enumerate(CATS))
    return path


def _row(number: int, text: str) -> tuple[object, ...]:
    cost, at = f"{number + 5}.50", MONDAY + timedelta(hours=number)
    if number % 3:
        kind, reply = "card", f"Cats may ride in a carrier; we add a fee to the {cost} you pay."
    else:
        kind, reply = "cash", "As you pay in cash, your pet travels free, only tell the driver."
    return (number, f"c{number}", at.isoformat(), text, "", reply, kind, cost, "Dan", 7)


@dataclass(frozen=True)
class Found:
    printed: str
    content: dict[str, Any]
    drafts: Path


@pytest.fixture(scope="module")
def found(service: Path, history: Path, tiny_release_store: Path) -> Found:
    """What Ada, the specialist, is told: as text, as JSON and as files."""
    drafts = service.with_name("drafts")
    words = (service, "--history", history, "--store", tiny_release_store)
    printed, as_json = run(*words), run(*words, "--json", "--out", drafts)
    assert printed.exit_code == as_json.exit_code == 0, printed.output + as_json.output
    return Found(printed.output, json.loads(as_json.stdout), drafts)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command_line(["discover"]), ["discover", *map(str, words)])


def test_names_a_topic_that_nobody_had_thought_of(found: Found) -> None:
    (cluster,) = found.content["clusters"]

    assert cluster["belongs_to"] is None
    assert "cat" in " ".join(cluster["keywords"])
    assert all("cat" in message for message in cluster["messages"])
    assert len(cluster["inquiries"]) > 20


def test_proposes_what_agents_wrote_with_the_rule_that_they_followed(found: Found) -> None:
    (cluster,) = found.content["clusters"]
    first, second = cluster["replies"]

    assert "{{ order_cost }}" in first["text"]
    assert first["rule"] == 'payment_type is "card" and order_cost is present'
    assert second["rule"] == 'payment_type is "cash"'
    assert first["check"]["right"] == first["check"]["holds"] > 0


def test_coverage_is_what_the_rules_would_reach_at_most(found: Found) -> None:
    (cluster,) = found.content["clusters"]

    assert cluster["covers"] == sum(reply["covers"] for reply in cluster["replies"])
    assert cluster["coverage"] == cluster["covers"] / found.content["inquiries"]
    assert cluster["coverage"] <= cluster["coverage_at_most"] <= 1


def test_tells_a_person_what_was_found_and_promises_nothing(found: Found) -> None:
    text = " ".join(found.printed.split())

    assert "1 new topics, 0 gaps in known ones" in text
    assert "at most" in text
    assert "once thresholds are proven" in text


def test_the_drafts_can_be_pasted_into_the_service(
    found: Found, firstline: Command, service: Path, tmp_path: Path
) -> None:
    edited = shutil.copytree(service, tmp_path / "edited")
    for name in ("topics", "templates"):
        content = yaml.safe_load((edited / f"{name}.yaml").read_text())
        content[name] += yaml.safe_load((found.drafts / f"{name}.yaml").read_text())[name]
        (edited / f"{name}.yaml").write_text(yaml.safe_dump(content))

    result = firstline("check", edited)
    assert result.exit_code == 0, result.output
    history = read_history(found.drafts / "history.jsonl", load_service(edited))
    assert history.report.rejected == {}
    assert sum(bool(case.template_id) for case in history.cases) > 20


def test_the_same_history_gives_the_same_drafts_and_never_overwrites_any(
    found: Found, service: Path, history: Path, tiny_release_store: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    words = (service, "--history", history, "--store", tiny_release_store, "--out", again)
    first, second = run(*words), run(*words)

    assert first.exit_code == 0
    for path in found.drafts.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    assert second.exit_code == 1
    assert "is there already; name another --out" in second.output


def test_says_so_where_nothing_came_in(
    service: Path, tmp_path: Path, tiny_release_store: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("text,topic\n")
    result = run(service, "--history", empty, "--store", tiny_release_store)

    assert result.exit_code == 1
    assert "there are no inquiries to discover from" in result.output


@pytest.fixture
def written_to(tiny_release_store: Path, tmp_path: Path) -> Callable[..., Path]:
    """A journal of inquiries, each with what an agent replied."""

    def write(reply: str, facts: dict[str, object], texts: list[str], **named: str) -> Path:
        settings = ServingSettings(
            store=tiny_release_store,
            journal=tmp_path / "journal.sqlite3",
            allow_anonymous=True,
            sessions=1,
        )
        with TestClient(create_app(settings)) as client:
            for text in texts:
                answer = client.post("/v1/answer", json={"text": text, "facts": facts}).json()
                said = {
                    "kind": "agent_reply",
                    "text": reply,
                    "decision_id": answer["decision_id"],
                    **named,
                }
                assert client.post("/v1/outcomes", json=said).is_success
        return settings.journal

    return write


def test_reads_the_journal_with_what_agents_replied(
    service: Path, written_to: Callable[..., Path]
) -> None:
    journal = written_to("Cats are welcome in a carrier.", {"payment_type": "card"}, CATS[:12])
    result = run(service, "--journal", journal, "--last", "1d", "--json")
    (cluster,) = json.loads(result.stdout)["clusters"]

    assert cluster["answered_by_agents"] == len(cluster["inquiries"])
    assert cluster["replies"][0]["text"] == "Cats are welcome in a carrier."


def test_a_rule_that_was_too_strict_is_named_instead_of_a_new_topic(
    service: Path, written_to: Callable[..., Path]
) -> None:
    texts = [f"{opener} {words}" for words in PROBLEMS["charged_twice"] for opener in OPENERS]
    journal = written_to("You paid in cash.", {"order_cost": "12.50"}, texts)
    content = json.loads(run(service, "--journal", journal, "--json").stdout)

    for cluster in content["clusters"]:
        assert cluster["belongs_to"]["topic_id"] == "charged_twice"
        misses = {miss["clause"] for miss in cluster["belongs_to"]["near_misses"]}
        assert 'payment_type is "cash"' in misses
    assert content["clusters"]


def test_a_template_that_an_agent_names_counts_whatever_they_made_of_its_words(
    service: Path, written_to: Callable[..., Path]
) -> None:
    journal = written_to(
        "Dear Carla, this one was in cash, as far as I can see.",
        {"order_cost": "12.50"},
        CATS[:12],
        template_id="paid_in_cash",
    )
    (cluster,) = json.loads(run(service, "--journal", journal, "--json").stdout)["clusters"]

    assert cluster["belongs_to"]["topic_id"] == "charged_twice"
    assert cluster["belongs_to"]["evidence"] == "agents"
    assert not cluster["replies"]
