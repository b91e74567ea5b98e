from pathlib import Path

import pytest

from firstline.domain.errors import TuningError
from firstline.learning.tuning.work_folders import work_folder


def test_a_folder_goes_when_its_run_has_ended(tmp_path: Path) -> None:
    with work_folder(tmp_path, "a") as folder:
        (folder / "checkpoint").touch()

    assert not folder.exists()


def test_a_run_that_failed_leaves_what_it_had(tmp_path: Path) -> None:
    def fail() -> None:
        with work_folder(tmp_path, "a") as folder:
            (folder / "checkpoint").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with work_folder(tmp_path, "a") as folder:
        assert (folder / "checkpoint").exists()


def test_the_same_run_is_not_started_twice_but_others_may_run(tmp_path: Path) -> None:
    with work_folder(tmp_path, "a"):
        with (
            pytest.raises(TuningError, match="already under way"),
            work_folder(tmp_path, "a"),
        ):
            pass
        with work_folder(tmp_path, "b") as other:
            assert other.is_dir()


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoders").write_text("a file where the folder should be")
    with (
        pytest.raises(TuningError, match="name another --store"),
        work_folder(tmp_path / "encoders", "a"),
    ):
        pass
