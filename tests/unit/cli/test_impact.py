import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.builders import a_service, with_template
from tests.unit.cli.conftest import MESSAGES, Command
from typer.testing import Result

from firstline.domain.facts import Fact
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId

Replay = Callable[..., Result]
NO_CARDS = """
rules:
  paid_once: payment_type is "card" and order_cost > 1000
"""


def write_service(service: Service, folder: Path) -> Path:
    """Write what `load_service` reads."""
    files = {
        "workspace.yaml": {
            "name": service.name,
            "languages": list(service.languages),
            "time_zone": service.time_zone,
            "encoder": service.encoder,
            "policy": {k: v for k, v in asdict(service.policy).items() if v is not None},
            "facts": {fact.name: _fact(fact) for fact in service.schema},
        },
        "topics.yaml": {
            "topics": [
                {"id": topic.id, "name": topic.name, "line": topic.line.value}
                for topic in service.topics
            ]
        },
        "templates.yaml": {
            "templates": [
                {
                    "id": template.id,
                    "topics": list(template.topics),
                    "rule": template.rule,
                    "texts": {str(language): text for language, text in template.texts.items()},
                }
                for template in service.templates
            ]
        },
    }
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False))
    return folder


def _fact(fact: Fact) -> dict[str, Any]:
    values = {"values": list(fact.values)} if fact.values else {}
    return {"type": fact.type.value, "nullable": fact.nullable, **values}


@pytest.fixture
def service(tmp_path: Path) -> Path:
    tiny = a_service()
    lost = replace(
        tiny.template(TemplateId("driver_has_it")),
        rule="driver_name is present and pickup_at is present",  # or the files are refused
    )
    return write_service(with_template(tiny, lost), tmp_path / "tiny")


@pytest.fixture
def change(tmp_path: Path) -> Path:
    path = tmp_path / "change.yaml"
    path.write_text(NO_CARDS)
    return path


@pytest.fixture
def replay(firstline: Command, service: Path, journal: Path, store: Path) -> Replay:
    """Type `firstline replay SERVICE …` where a few decisions are in the journal."""

    def run(*arguments: str | Path) -> Result:
        return firstline("replay", service, "--journal", journal, "--store", store, *arguments)

    return run


def report(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def test_what_a_change_would_have_done_is_said_in_one_sentence_first(
    replay: Replay, change: Path
) -> None:
    result = replay("--change", change)
    first = " ".join(result.stdout.split("Automatic replies")[0].split())

    assert result.exit_code == 0, result.stderr
    assert f"Of {len(MESSAGES)} inquiries" in first
    assert "2 would be treated otherwise (2 no longer answered)" in first
    assert "coverage goes from 66.7% to 0.0%" in first
    assert "The interval rests on 1 day only" in first


def test_samples_show_what_customers_wrote_without_personal_data(
    replay: Replay, change: Path
) -> None:
    result = replay("--change", change)

    assert "⟨CARD⟩" in result.stdout
    assert "4111" not in result.stdout
    assert "paid_once" in result.stdout


def test_no_sample_is_shown_where_none_is_wanted(replay: Replay, change: Path) -> None:
    assert "⟨CARD⟩" not in replay("--change", change, "--samples", "0").stdout


def test_the_live_release_over_its_own_decisions_flips_nothing(
    replay: Replay, change: Path
) -> None:
    impact = report(replay("--change", change, "--json"))["impact"]

    assert impact["decided_anew"] == 2
    assert impact["flips"] == []


def test_files_that_are_as_they_went_live_change_nothing(replay: Replay) -> None:
    printed = report(replay("--json"))

    assert printed["impact"]["counts"]["unchanged"] == len(MESSAGES)
    assert "nothing would be treated otherwise" in printed["summary"]


def test_edited_files_are_compared_with_what_is_live(replay: Replay, service: Path) -> None:
    templates = service / "templates.yaml"
    templates.write_text(templates.read_text().replace("order_cost > 0", "order_cost > 1000"))

    assert report(replay("--json"))["impact"]["counts"]["no_longer_answered"] == 2


def test_a_second_replay_reads_the_copy_and_says_the_same(
    replay: Replay, change: Path, journal: Path
) -> None:
    first = report(replay("--change", change, "--json"))
    copy = journal.with_name(f"{journal.name}.columns")

    assert list(copy.rglob("*.parquet"))
    assert report(replay("--change", change, "--json")) == first


def test_thresholds_are_those_of_now_where_their_evidence_is_gone(
    replay: Replay, change: Path, store: Path
) -> None:
    for evidence in store.glob("*.evidence*"):
        evidence.unlink()
    printed = report(replay("--change", change, "--json"))

    assert any("The thresholds are those of now" in note for note in printed["notes"])
    assert printed["impact"]["promises"] == []


def test_a_change_that_needs_training_is_shown_and_said_so(replay: Replay, service: Path) -> None:
    topics = service / "topics.yaml"
    topics.write_text(topics.read_text().replace("line: first", "line: expert", 1))
    printed = report(replay("--json"))

    assert printed["impact"]["counts"]["no_longer_answered"] == 2
    assert any("cannot be published" in note for note in printed["notes"])


@pytest.mark.parametrize(("last", "inquiries"), [("30d", 3), ("12h", 3), ("0h", 1)])
def test_only_the_last_days_can_be_replayed(
    replay: Replay, change: Path, last: str, inquiries: int
) -> None:
    impact = report(replay("--change", change, "--last", last, "--json"))["impact"]

    assert impact["inquiries"] == inquiries


@pytest.mark.parametrize("last", ["30", "d", "a month", "-1d", "²d"])
def test_a_period_that_is_none_is_refused(replay: Replay, last: str) -> None:
    result = replay(f"--last={last}")

    assert result.exit_code == 1
    assert "write days as 30d or hours as 12h" in result.stderr


def test_a_labelled_history_stands_in_for_a_journal(
    replay: Replay, change: Path, tmp_path: Path
) -> None:
    history = tmp_path / "history.csv"
    history.write_text(
        "id,received_at,text,topic,payment_type,order_cost\n"
        '1,2026-03-02T09:30:00+00:00,"Hello, I was charged twice for my ride",,card,12.50\n'
        '2,2026-03-03T09:30:00+00:00,"Hi, I was charged twice for my ride",,cash,12.50\n'
    )
    impact = report(replay("--change", change, "--history", history, "--json"))["impact"]

    assert impact["inquiries"] == 2
    assert impact["counts"]["no_longer_answered"] == 1


def test_options_of_a_change_need_a_service(firstline: Command) -> None:
    result = firstline("replay", "some-decision", "--last", "30d")

    assert result.exit_code == 2
    assert "these options need a service" in result.stderr


def test_without_a_live_release_there_is_nothing_to_compare_with(
    firstline: Command, service: Path, journal: Path, tmp_path: Path
) -> None:
    result = firstline("replay", service, "--journal", journal, "--store", tmp_path / "none")

    assert result.exit_code == 1
    assert "no release is live" in result.stderr
