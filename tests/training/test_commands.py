"""From a history to a live release on a tuned encoder, as Ada types it."""

from pathlib import Path

import pytest
from tests.integration.learning.conftest import tiny_service
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.inference.registry import MINILM
from firstline.inference.tuned import TUNED
from firstline.release.reader import read_release
from firstline.release.records import Release
from firstline.release.store import ReleaseStore

__all__ = ["tiny_service"]


def run(command: str, *arguments: str | Path) -> Result:
    result = CliRunner().invoke(command_line([command]), [command, *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def release_store(tiny_service: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("releases")
    data = ("--history", tiny_service / "history.csv", "--store", store)
    printed = run("tune", tiny_service, *data, "--epochs", "1").output
    (encoder,) = (path.name for path in (store / TUNED).iterdir())
    assert f"encoder {encoder} written" in printed
    assert "before tuning: " in printed
    run("train", tiny_service, *data, "--encoder", encoder, "--publish")
    return store


def live(store: Path) -> Release:
    return read_release(ReleaseStore(store).named_or_live())


def test_a_release_is_trained_on_the_encoder_and_scored(
    release_store: Path, tiny_service: Path, tmp_path: Path
) -> None:
    release = live(release_store)
    history = tiny_service / "history.csv"
    scored = run("evaluate", history, "--store", release_store, "--plots", tmp_path)

    assert release.model.encoder_base == MINILM.name
    assert release.service.encoder == release.model.encoder
    assert "Scorecard on history.csv" in scored.output


def test_the_live_encoder_is_refreshed_on_the_last_days(
    release_store: Path, tiny_service: Path
) -> None:
    before = live(release_store).model.encoder
    data = ("--history", tiny_service / "history.csv", "--store", release_store)
    run("tune", tiny_service, *data, "--refresh", "2", "--epochs", "1")
    names = {path.name for path in (release_store / TUNED).iterdir()}

    assert before in names
    assert len(names) == 2
