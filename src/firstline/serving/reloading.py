"""Hot reload: follow the live pointer, and swap engines without a failed request."""

import logging
import threading
import time
from typing import TypeAlias

from firstline.domain.errors import FirstlineError
from firstline.release.store import POINTER, ReleaseStore
from firstline.serving.answering import Answerer
from firstline.serving.loading import EngineLoader

log = logging.getLogger(__name__)

Signature: TypeAlias = tuple[int, int, int] | None


class Reloader:
    """Watches the pointer from its own thread.

    A release is loaded and checked beside the one that answers. A bad one is refused and
    the old one goes on; it is tried again only when somebody publishes again.
    """

    def __init__(
        self,
        *,
        store: ReleaseStore,
        loader: EngineLoader,
        answerer: Answerer,
        interval_s: float,
    ) -> None:
        self._store = store
        self._loader = loader
        self._answerer = answerer
        self._interval_s = interval_s
        self._seen: Signature = None
        self._answering: str | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="reload")

    def start(self) -> None:
        """Load what is live now, then go on watching."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def look(self) -> None:
        """Load the live release if the pointer has moved since the last look."""
        signature = self._signature()
        if signature == self._seen:
            return
        self._seen = signature
        try:
            self._load_live()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the old one goes on
            self._refuse(error)

    def _watch(self) -> None:
        while not self._stopping.wait(self._interval_s):
            self.look()

    def _load_live(self) -> None:
        digest = self._store.live()
        if digest is None or digest == self._answering:
            return
        started = time.perf_counter()
        self._answerer.switch_to(self._loader.load(digest))
        self._answering = digest
        self._answerer.metrics.count_reload(digest)
        seconds = round(time.perf_counter() - started, 3)
        log.info("a release is live", extra={"release": digest, "seconds": seconds})

    def _refuse(self, error: Exception) -> None:
        self._answerer.metrics.count_refused_release()
        extra = {"error": str(error), "still_answering": self._answering}
        unforeseen = None if isinstance(error, FirstlineError) else error
        log.error("a release was refused", extra=extra, exc_info=unforeseen)

    def _signature(self) -> Signature:
        """Tell versions of the pointer apart; publishing replaces the file by a new one."""
        try:
            status = (self._store.root / POINTER).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size
