"""Hot reload: follow the live pointer, and swap engines without a failed request."""

import logging
import time

from firstline.domain.errors import FirstlineError
from firstline.release import pointers
from firstline.release.store import ReleaseStore
from firstline.serving.answering import Answerer
from firstline.serving.loading import EngineLoader

log = logging.getLogger(__name__)


class Reloader:
    """Follows the pointer; `look` is called again and again from one thread.

    A release is loaded and checked beside the one that answers. A bad one is refused and
    the old one goes on; it is tried again only when somebody publishes again.
    """

    def __init__(self, *, store: ReleaseStore, loader: EngineLoader, answerer: Answerer) -> None:
        self._store = store
        self._loader = loader
        self._answerer = answerer
        self._seen: pointers.Signature = None
        self._answering: str | None = None

    def look(self) -> None:
        """Load the live release if the pointer has moved since the last look."""
        signature = pointers.signature(self._store.pointer)
        if signature == self._seen:
            return
        self._seen = signature
        try:
            self._load_live()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the old one goes on
            self._refuse(error)

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
