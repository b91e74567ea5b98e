import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Command

from firstline.inference.registry import MINILM, UNIVERSAL
from firstline.learning.tuning import readiness


@pytest.fixture
def with_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is answered before PyTorch is used."""
    monkeypatch.setattr(readiness, "NEEDED", ())


def test_without_pytorch_ada_learns_what_to_install(
    a_shop: Callable[..., Path], firstline: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    shop = a_shop()
    result = firstline("tune", shop, "--history", shop / "history.csv")

    assert result.exit_code == 1
    assert "tuning needs torch" in result.output
    assert "the extra `train`" in result.output


@pytest.mark.usefixtures("with_pytorch")
def test_the_multilingual_encoder_cannot_be_tuned_and_ada_learns_which_can(
    a_shop: Callable[..., Path], firstline: Command
) -> None:
    shop = a_shop()
    settings = shop / "workspace.yaml"
    settings.write_text(settings.read_text().replace(MINILM.name, UNIVERSAL.name))
    result = firstline("tune", shop, "--history", shop / "history.csv")

    assert result.exit_code == 1
    assert f"{UNIVERSAL.name} cannot be tuned" in result.output
    assert f"{MINILM.name} (en) can" in result.output


@pytest.mark.usefixtures("with_pytorch")
def test_only_a_tuned_encoder_can_be_refreshed(
    a_shop: Callable[..., Path], store: Path, firstline: Command
) -> None:
    shop = a_shop()
    options = ("--history", shop / "history.csv", "--store", store, "--refresh", "30")
    result = firstline("tune", shop, *options)

    assert result.exit_code == 1
    assert "tune it first, without --refresh" in result.output


@pytest.mark.usefixtures("with_pytorch")
def test_a_refresh_needs_a_live_release(
    a_shop: Callable[..., Path], tmp_path: Path, firstline: Command
) -> None:
    shop = a_shop()
    options = ("--history", shop / "history.csv", "--store", tmp_path / "no", "--refresh", "30")
    result = firstline("tune", shop, *options)

    assert result.exit_code == 1
    assert "no release is live" in result.output
