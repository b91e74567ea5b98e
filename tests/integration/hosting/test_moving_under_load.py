"""What is published in the panel answers soon, and nobody is left without an answer."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE
from tests.moving import moves_under_load
from tests.workplaces import Workplace, run_whole

from firstline.learning.training import Trained, write
from firstline.release.store import ReleaseStore

ROUNDS = 6


@pytest.fixture
def workplace(
    tiny_training: Trained, tiny_release_store: Path, tmp_path: Path
) -> Iterator[Workplace]:
    """A shop with two versions."""
    store = ReleaseStore(shutil.copytree(tiny_release_store, tmp_path / "shop" / "releases"))
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="other"))
    second = write(replace(tiny_training, release=other), store.root)
    store.publish(second, at=datetime.now(UTC))
    with run_whole(tmp_path / "shop", tmp_path / "panel") as workplace:
        yield workplace


def test_moving_back_and_forth_in_the_panel_fails_no_customer(workplace: Workplace) -> None:
    moves = moves_under_load(workplace, CHARGED_TWICE, CARD_FACTS, rounds=ROUNDS)
    published = ReleaseStore(workplace.folder / "releases").published()
    assert {release for _, release in moves.answers} == set(published)
    assert len(moves.seconds) == ROUNDS  # how long they took is for `benchmarks/panel/served.py`
