"""A worker beside the web process, started again should it die."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE_S = 1.0  # a worker that cannot start at all should not keep a core busy
STOP_S = 10.0


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep `firstline worker` running while the block runs."""
    stopping = threading.Event()
    keeping = threading.Thread(target=_keep, args=(stopping,), name="worker", daemon=True)
    keeping.start()
    try:
        yield
    finally:
        stopping.set()
        keeping.join()


def _keep(stopping: threading.Event) -> None:
    while not stopping.is_set():
        process = subprocess.Popen([sys.executable, "-m", "firstline.cli.app", "worker"])
        while process.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            _stop(process)
        stopping.wait(PAUSE_S)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()  # its job is picked up again
        process.wait()
