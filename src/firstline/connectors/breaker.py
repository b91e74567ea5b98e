"""A circuit breaker: a server that keeps failing is left alone for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 5  # in a row; fewer may be chance
PAUSE_S = 30.0  # about the time in which a server restarts


class Breaker:
    """Counts failures in a row, of any thread."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_from = 0.0

    def wait_s(self) -> float:
        """Seconds until the next try is allowed; 0 where it is allowed now."""
        return max(0.0, self._closed_from - self._clock())

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Count; after enough of them every single one more begins a new pause."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_from = self._clock() + PAUSE_S
