"""Where a tuning keeps its checkpoints until it ends: one folder for one input, one run in it."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstline.domain.errors import TuningError

LOCK = "lock"


@contextmanager
def work_folder(encoders: Path, key: str) -> Iterator[Path]:
    """Make or find the folder of the run named `key`; it goes when the run has ended well.

    Raises:
        TuningError: the same run is under way, or nothing can be written there.
    """
    folder = encoders / f".tuning-{key}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise TuningError(f"{folder} cannot be written ({error}); name another --store") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel lets go of a killed run's
        except OSError as error:
            raise TuningError(
                f"this very tuning is already under way in {folder}; wait until it has ended"
            ) from error
        yield folder
        shutil.rmtree(folder)
