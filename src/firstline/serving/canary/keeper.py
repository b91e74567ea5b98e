"""Keep the canary of the store: load it, let it answer its share, stop it when it is worse."""

import logging
import time
from datetime import timedelta

from firstline.release import pointers
from firstline.release.canaries import Canary
from firstline.release.store import ReleaseStore
from firstline.serving.answering import Answerer
from firstline.serving.canary.judge import Judge
from firstline.serving.loading import EngineLoader
from firstline.serving.trials import Trial

log = logging.getLogger(__name__)

BETWEEN_VERDICTS_S = 1.0  # what is new in the journal is parsed again each time


class CanaryKeeper:
    """Looks after the canary; `look` is called again and again from one thread.

    Args:
        store: where the canary's pointer is.
        loader: makes its engine.
        answerer: is given the trial.
        settled_after_s: as for `Judge`.
        between_verdicts_s: seconds from one look into the journal to the next.
    """

    def __init__(
        self,
        *,
        store: ReleaseStore,
        loader: EngineLoader,
        answerer: Answerer,
        settled_after_s: float,
        between_verdicts_s: float = BETWEEN_VERDICTS_S,
    ) -> None:
        self._store = store
        self._loader = loader
        self._answerer = answerer
        self._settled_after = timedelta(seconds=settled_after_s)
        self._between_verdicts_s = between_verdicts_s
        self._seen: pointers.Signature = None
        self._judge: Judge | None = None
        self._next_verdict_s = 0.0

    def look(self) -> None:
        """Follow the pointer, and now and then ask the judge."""
        signature = pointers.signature(self._store.canaries.pointer)
        if signature != self._seen:
            self._seen = signature
            self._follow()
        elif self._judge and time.monotonic() >= self._next_verdict_s:
            self._ask(self._judge)

    def _follow(self) -> None:
        self._end()
        try:
            canary, live = self._store.canaries.running(), self._store.live()
            if canary and live:
                self._begin(canary, live)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, live goes on
            self._stop(f"it cannot be tried: {error}")

    def _begin(self, canary: Canary, live: str) -> None:
        engine = self._loader.load(canary.digest)
        reader = self._answerer.journal.reader
        self._judge = Judge(reader, canary, live, settled_after=self._settled_after)
        self._answerer.trial = Trial(canary=canary, engine=engine, fail=self._failed)
        self._answerer.metrics.show_canary(canary.digest, canary.share)
        log.info("a canary answers", extra={"release": canary.digest, "share": canary.share})

    def _end(self) -> None:
        self._answerer.trial = self._judge = None
        self._answerer.metrics.show_no_canary()

    def _ask(self, judge: Judge) -> None:
        try:
            reason = judge.look(self._answerer.clock())
        except Exception as error:  # noqa: BLE001 - what cannot be judged must not go on
            reason = f"it cannot be judged: {error}"
        self._next_verdict_s = time.monotonic() + self._between_verdicts_s
        if reason:
            self._stop(reason)

    def _failed(self, error: Exception) -> None:
        self._stop(f"it failed where the live release answered: {error!r}")

    def _stop(self, reason: str) -> None:
        self._end()
        try:
            was_running = self._store.canaries.stop(reason, at=self._answerer.clock())
        except OSError as error:  # it is over here all the same
            was_running, reason = True, f"{reason}; the store cannot be written: {error}"
        if was_running:  # and not stopped by another thread or process just now
            self._answerer.metrics.count_stopped_canary()
            log.error("a canary was stopped", extra={"reason": reason})
