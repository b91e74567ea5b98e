"""Follow the pauses of the store, so that one holds within a fraction of a second."""

import logging

from firstline.release.pauses import Pauses, Signatures
from firstline.serving.answering import Answerer

log = logging.getLogger(__name__)


class PauseFollower:
    """Tells the answerer what is paused; `look` is called again and again from one thread."""

    def __init__(self, *, pauses: Pauses, answerer: Answerer) -> None:
        self._pauses = pauses
        self._answerer = answerer
        self._seen: Signatures = ()

    def look(self) -> None:
        try:
            signature = self._pauses.signature()
        except OSError:
            return  # the store is away for a moment: what was paused stays so
        if signature == self._seen:
            return
        self._seen = signature
        self._answerer.pauses = self._pauses.in_force()
        self._answerer.metrics.show_pauses(len(self._answerer.pauses))
        log.warning("pauses in force", extra={"pauses": [name for name, _ in signature]})
