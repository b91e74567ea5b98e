import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Command

from firstline.journal.writer import Journal
from firstline.learning.training import Trained, write
from firstline.release.store import ReleaseStore


@pytest.fixture
def candidate(store: Path, tiny_training: Trained) -> str:
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="candidate"))
    return write(replace(tiny_training, release=other), store)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite3"
    Journal(path).close()
    return path


def test_a_canary_is_started_looked_at_and_stopped(
    firstline: Command, store: Path, journal: Path, candidate: str
) -> None:
    options = ("--store", store)
    started = firstline("canary start", candidate[:8], "--share", "0.1", *options)
    assert started.stdout == f"release {candidate[:12]} answers 10% of the conversations\n"

    status = firstline("canary status", *options, "--journal", journal)
    assert f"{candidate[:12]} canary" in status.stdout
    assert "nothing speaks against it so far" in status.stdout

    stopped = firstline("canary stop", "--reason", "lunch", *options)
    assert stopped.stdout == "the canary is stopped; the live release answers everything\n"
    ended = firstline("canary status", *options, "--journal", journal)
    assert ended.stdout == "no canary is running\nthe last one was stopped: lunch\n"


def test_a_script_reads_the_counts_of_both_releases(
    firstline: Command, store: Path, journal: Path, candidate: str
) -> None:
    options = ("--store", store, "--journal", journal, "--json")
    assert json.loads(firstline("canary status", *options).stdout)["release"] is None

    firstline("canary start", candidate, "--store", store)
    found = json.loads(firstline("canary status", *options).stdout)

    assert (found["release"], found["share"]) == (candidate, 0.05)
    nothing = {"asked": 0, "automatic": 0, "settled": 0, "came_back": 0}
    assert found["canary"] == found["live"] == nothing


def test_the_live_release_and_shares_out_of_bounds_are_refused(
    firstline: Command, store: Path, candidate: str
) -> None:
    live = ReleaseStore(store).live() or ""
    refused = firstline("canary start", live, "--store", store)
    too_much = firstline("canary start", candidate, "--share", "0.9", "--store", store)
    none = firstline("canary stop", "--store", store)

    assert "is live already" in refused.stderr
    assert "at most 50%, not 90%" in too_much.stderr
    assert "no canary is running" in none.stderr
    assert {refused.exit_code, too_much.exit_code, none.exit_code} == {1}
