"""What the store tells of its pointer's way, and how it recovers from a crash."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import MONDAY

from firstline.release import pointers
from firstline.release.store import LOG, ReleaseStore


@pytest.fixture
def store(tiny_release_store: Path, tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(shutil.copytree(tiny_release_store, tmp_path / "releases"))


def a_second_release(store: ReleaseStore) -> str:
    """A folder that looks like a release, as far as the pointer cares."""
    live = store.live()
    assert live
    other = "f" * 64
    shutil.copytree(store.root / live, store.root / other)
    return other


def test_every_move_is_told_with_its_time(store: ReleaseStore) -> None:
    first, second = store.live(), a_second_release(store)
    later = MONDAY + timedelta(hours=1)
    store.publish(second, at=later)
    store.roll_back(at=later + timedelta(hours=1))

    moves = store.moves()
    assert [move.digest for move in moves] == [first, second, first]
    assert [move.is_rollback for move in moves] == [False, False, True]
    assert moves[1].at == later
    assert store.standing() == [first]


def test_a_move_that_a_crash_cut_short_is_caught_up_with(store: ReleaseStore) -> None:
    second = a_second_release(store)
    entry = {"digest": second, "published_at": MONDAY.isoformat(), "is_rollback": False}
    pointers.record(store.root / LOG, entry)  # and then the power went off

    store.catch_up()

    assert store.live() == second
    assert store.published()[-1] == second
    assert len(store.moves()) == 2


def test_there_is_nothing_to_catch_up_with_in_an_empty_store(tmp_path: Path) -> None:
    ReleaseStore(tmp_path).catch_up()

    assert ReleaseStore(tmp_path).live() is None
