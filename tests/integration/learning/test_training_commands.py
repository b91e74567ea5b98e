"""From four files and a history to a live release, as a person types it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.integration.learning.conftest import write_history
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.release.store import ReleaseStore


def run(command: str, *arguments: str | Path) -> Result:
    words = [command, *map(str, arguments)]
    return CliRunner().invoke(command_line([command]), words)


@dataclass(frozen=True)
class Ada:
    """The ML engineer, who has trained and published once."""

    service: Path
    store: Path
    printed: str


@pytest.fixture(scope="module")
def ada(tiny_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Ada:
    store = tmp_path_factory.mktemp("ada") / "releases"
    history = tiny_service / "history.csv"
    result = run("train", tiny_service, "--history", history, "--store", store, "--publish")
    assert result.exit_code == 0, result.output
    return Ada(tiny_service, store, result.output)


def test_the_service_and_its_history_check_out(tiny_service: Path) -> None:
    result = run("check", tiny_service, "--history", tiny_service / "history.csv")

    assert result.exit_code == 0
    assert "tiny: 6 topics, 5 templates, 2 facts — no problems" in result.output
    assert "history.csv: kept 120 of 120 rows" in result.output


def test_training_tells_what_it_read_learnt_promises_and_wrote(ada: Ada) -> None:
    live = ReleaseStore(ada.store).live()

    assert live
    for line in (
        "history.csv: kept 120 of 120 rows",
        "of dev right, log loss",
        "Promises",
        "By topic",
        "Scorecard of the test weeks",
        f"release {live[:12]} is live",
    ):
        assert line in ada.printed


def test_training_again_gives_the_very_same_release(ada: Ada, tmp_path: Path) -> None:
    history = ada.service / "history.csv"
    result = run("train", ada.service, "--history", history, "--store", tmp_path / "again")

    assert result.exit_code == 0
    assert [path.name for path in (tmp_path / "again").iterdir()] == [
        ReleaseStore(ada.store).live()
    ]
    assert ReleaseStore(tmp_path / "again").live() is None


def test_a_release_is_scored_on_labelled_inquiries_and_its_plots_are_saved(
    ada: Ada, tmp_path: Path
) -> None:
    plots = tmp_path / "plots"
    result = run("evaluate", ada.service / "history.csv", "--store", ada.store, "--plots", plots)

    assert result.exit_code == 0, result.output
    assert "Scorecard on history.csv" in result.output
    assert "answered automatically (coverage)" in result.output
    assert "calibration error" in result.output
    assert sorted(path.name for path in plots.iterdir()) == ["reliability.png", "risk-coverage.png"]


def test_a_history_with_a_single_topic_says_what_to_do(tiny_service: Path, tmp_path: Path) -> None:
    history = write_history(tmp_path / "history.csv", ("lost_item",))
    result = run("train", tiny_service, "--history", history, "--store", tmp_path / "releases")

    assert result.exit_code == 1
    assert "have only `lost_item`; label inquiries of at least two topics" in result.stderr
    assert not (tmp_path / "releases").exists()


def test_training_a_broken_service_lists_its_problems(tmp_path: Path) -> None:
    (tmp_path / "workspace.yaml").write_text("")
    result = run("train", tmp_path, "--history", tmp_path / "history.csv")

    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "workspace.yaml: the file is empty" in result.stderr
    assert "Traceback" not in result.output
