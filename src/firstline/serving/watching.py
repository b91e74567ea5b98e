"""One thread that looks at the store's pointers again and again."""

import threading
from collections.abc import Callable, Sequence


class Watcher:
    """Calls each look in turn; what they raise is theirs to handle.

    Args:
        looks: what to call.
        interval_s: seconds between two rounds.
    """

    def __init__(self, looks: Sequence[Callable[[], None]], *, interval_s: float) -> None:
        self._looks = looks
        self._interval_s = interval_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch")

    def start(self) -> None:
        """Look once, then go on in the background."""
        self._look()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopping.wait(self._interval_s):
            self._look()

    def _look(self) -> None:
        for look in self._looks:
            look()
