"""One retraining of a store at a time, and none that overlooks what others publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from firstline.domain.errors import FirstlineError, ReleaseError

LOCK = ".retrain.lock"


class AlreadyRetraining(FirstlineError):
    """Another process retrains the same service."""


@contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Hold the store's lock; the operating system frees it, however the process ends.

    Raises:
        AlreadyRetraining: another process holds it.
        ReleaseError: the store cannot be written.
    """
    lock = FileLock(store / LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyRetraining(
            f"another retraining writes to {store}; wait until it is done"
        ) from error
    except OSError as error:
        raise ReleaseError(
            f"the store {store} cannot be written ({error}); free its disk or its permissions"
        ) from error
    try:
        yield
    finally:
        lock.release()
