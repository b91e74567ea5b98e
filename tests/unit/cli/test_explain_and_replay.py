import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY
from tests.unit.cli.conftest import MESSAGES, Command

from firstline.domain.decisions import DecisionId
from firstline.domain.pauses import Pause
from firstline.engine.explain import explain
from firstline.journal.reader import JournalReader
from firstline.release.store import ReleaseStore
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

Answered = tuple[Path, list[str]]


def test_a_decision_is_explained_from_the_journal_alone(
    firstline: Command, answered: Answered
) -> None:
    journal, (charged, _, _) = answered
    result = firstline("explain", charged, "--journal", journal)
    entry = JournalReader(journal).entry(DecisionId(charged))

    assert result.exit_code == 0
    assert result.stdout.startswith(f"“{CHARGED_TWICE}”\n\n{explain(entry.decision)}\nDecided at ")


def test_the_words_shown_are_the_redacted_ones(firstline: Command, answered: Answered) -> None:
    journal, (*_, with_card) = answered
    result = firstline("explain", with_card, "--journal", journal)

    assert "4111" not in result.stdout
    assert "⟨CARD⟩" in result.stdout


def test_all_of_the_journal_comes_out_the_same_to_the_bit(
    firstline: Command, answered: Answered, tiny_release_store: Path
) -> None:
    journal, _ = answered
    result = firstline("replay", "--journal", journal, "--store", tiny_release_store)

    assert result.exit_code == 0
    assert result.stdout == (f"{len(MESSAGES)} decisions computed again: all the same to the bit\n")


def test_one_decision_can_be_replayed(
    firstline: Command, answered: Answered, tiny_release_store: Path
) -> None:
    journal, (charged, *_) = answered
    result = firstline("replay", charged, "--journal", journal, "--store", tiny_release_store)

    assert result.stdout == "1 decisions computed again: all the same to the bit\n"


def test_a_decision_that_a_pause_held_back_can_be_replayed(
    firstline: Command, tiny_release_store: Path, tmp_path: Path
) -> None:
    store, journal = tmp_path / "releases", tmp_path / "journal.sqlite3"
    shutil.copytree(tiny_release_store, store)
    ReleaseStore(store).pauses.start(Pause(since=MONDAY, by="Olga"))
    settings = ServingSettings(store=store, journal=journal, allow_anonymous=True, sessions=1)
    with TestClient(create_app(settings)) as client:
        inquiry = {"text": CHARGED_TWICE, "facts": CARD_FACTS}
        answer = client.post("/v1/answer", json=inquiry).json()
    result = firstline("replay", "--journal", journal, "--store", store)

    assert answer["reason"] == "paused"
    assert result.stdout == "1 decisions computed again: all the same to the bit\n"


def raise_probability(decision: dict[str, Any]) -> None:
    decision["reply"]["probability"] += 1e-9


def move_elsewhere(decision: dict[str, Any]) -> None:
    decision["trace"]["fingerprint"] = "another machine"


def tampered(
    journal: Path, copy: Path, decision: str, change: Callable[[dict[str, Any]], None]
) -> Path:
    """Copy a journal with one decision changed by hand."""
    with sqlite3.connect(journal) as original, sqlite3.connect(copy) as target:
        original.backup(target)
        (raw,) = target.execute("SELECT entry FROM decisions WHERE id = ?", [decision]).fetchone()
        entry = json.loads(raw)
        change(entry["decision"])
        target.execute("DROP TRIGGER decisions_never_UPDATE")
        changed = json.dumps(entry).encode()
        target.execute("UPDATE decisions SET entry = ? WHERE id = ?", [changed, decision])
        target.commit()
    for connection in (original, target):
        connection.close()
    return copy


def test_a_changed_entry_is_found_and_named(
    firstline: Command, answered: Answered, tiny_release_store: Path, tmp_path: Path
) -> None:
    journal, (charged, accident, _) = answered
    copy = tampered(journal, tmp_path / "copy.sqlite3", charged, raise_probability)
    result = firstline("replay", "--journal", copy, "--store", tiny_release_store)

    assert result.exit_code == 1
    assert result.stderr == f"error: 1 of 3 decisions came out otherwise:\n{charged}\n"
    untouched = firstline("replay", accident, "--journal", copy, "--store", tiny_release_store)
    assert untouched.exit_code == 0


def test_the_same_bits_from_another_kind_of_machine_are_the_same(
    firstline: Command, answered: Answered, tiny_release_store: Path, tmp_path: Path
) -> None:
    journal, (charged, *_) = answered
    copy = tampered(journal, tmp_path / "copy.sqlite3", charged, move_elsewhere)
    result = firstline("replay", "--journal", copy, "--store", tiny_release_store)

    assert result.exit_code == 0
    assert result.stdout == (
        "1 of 3 were decided on another kind of machine\n"
        "3 decisions computed again: all the same to the bit\n"
    )


@pytest.mark.parametrize("command", ["explain", "replay"])
def test_an_unknown_decision_is_told_so(
    firstline: Command, answered: Answered, command: str
) -> None:
    result = firstline(command, "nothing", "--journal", answered[0])

    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "nothing" in result.stderr


@pytest.mark.parametrize("command", ["explain", "replay"])
def test_without_a_journal_the_path_is_named(
    firstline: Command, tmp_path: Path, command: str
) -> None:
    missing = tmp_path / "none.sqlite3"
    result = firstline(command, "1", "--journal", missing)

    assert result.exit_code == 1
    assert f"there is no readable journal at {missing}" in result.stderr


def test_without_the_release_that_decided_there_is_no_replay(
    firstline: Command, answered: Answered, tmp_path: Path
) -> None:
    result = firstline("replay", "--journal", answered[0], "--store", tmp_path)

    assert result.exit_code == 1
    assert "no release begins with" in result.stderr
