"""Where a tuning keeps its checkpoints until it ends: one folder for one input, one run in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from firstline.domain.errors import TuningError

LOCK = "lock"


@contextmanager
def work_folder(encoders: Path, key: str) -> Iterator[Path]:
    """Make or find the folder of the run named `key`; it goes when the run has ended well.

    Raises:
        TuningError: the same run is under way, or nothing can be written there.
    """
    folder = encoders / f".tuning-{key}"
    lock = FileLock(folder / LOCK, blocking=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()  # the operating system lets go of a killed run's
    except Timeout as error:
        raise TuningError(
            f"this very tuning is already under way in {folder}; wait until it has ended"
        ) from error
    except OSError as error:
        raise TuningError(f"{folder} cannot be written ({error}); name another --store") from error
    try:
        yield folder
        shutil.rmtree(folder)
    finally:
        lock.release()
