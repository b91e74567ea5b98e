"""Workers beside the web process, started again should they die.

One of them is free for what people wait for while the other trains.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE_S = 1.0  # a worker that cannot start at all should not keep a core busy
STOP_S = 10.0
WORKERS: tuple[tuple[str, ...], ...] = (("--only-quick",), ())
"""Their options."""


@contextmanager
def workers_beside() -> Iterator[None]:
    """Keep `firstline worker` running, once for each of `WORKERS`, while the block runs."""
    stopping = threading.Event()
    keepers = [
        threading.Thread(target=_keep, args=(stopping, options), name="worker", daemon=True)
        for options in WORKERS
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        stopping.set()
        for keeper in keepers:
            keeper.join()


def _keep(stopping: threading.Event, options: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "firstline.cli.app", "worker", *options]
    while not stopping.is_set():
        process = subprocess.Popen(command)  # noqa: S603 - our own
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
