from pathlib import Path

import pytest
import torch

from firstline.domain.errors import TuningError
from firstline.learning.tuning.checkpoints import Snapshot, read_snapshot, write_snapshot

SNAPSHOT = Snapshot(tensors={"weights": torch.arange(6.0).reshape(2, 3)}, notes={"steps": "7"})


def test_what_was_written_last_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tuning.safetensors"
    write_snapshot(path, Snapshot(tensors={"weights": torch.zeros(1)}, notes={"steps": "1"}))
    write_snapshot(path, SNAPSHOT)
    found = read_snapshot(path)

    assert found
    assert found.notes == SNAPSHOT.notes
    assert torch.equal(found.tensors["weights"], SNAPSHOT.tensors["weights"])
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_a_first_run_finds_nothing(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path / "tuning.safetensors") is None


def test_a_disk_that_takes_nothing_more_says_so_and_that_a_run_can_go_on(tmp_path: Path) -> None:
    with pytest.raises(TuningError, match="make room and give the same command again"):
        write_snapshot(tmp_path / "gone" / "tuning.safetensors", SNAPSHOT)


def test_a_damaged_checkpoint_says_what_to_delete(tmp_path: Path) -> None:
    path = tmp_path / "tuning.safetensors"
    write_snapshot(path, SNAPSHOT)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(TuningError, match="delete the folder"):
        read_snapshot(path)
