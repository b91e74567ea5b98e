"""Answering: an inquiry in, a decision in the journal out.

    answerer = Answerer(journal=journal, sessions=2)
    answerer.switch_to(engine)
    entry = await answerer.answer(RawInquiry(id=…, text=…, received_at=…, facts={…}))
    entry.decision, entry.timings.total, answerer.engine.release.examples

Each encoder session has one thread; inquiries are taken first come, first served, and
none waits for a batch to fill. CTranslate2 releases the interpreter lock, so as many
inquiries are computed at once as there are sessions.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from firstline.domain.decisions import Decision, DecisionId
from firstline.domain.errors import ReleaseNotFound
from firstline.domain.pauses import Pause
from firstline.engine import Engine
from firstline.journal.decision_ids import NewId, new_decision_id
from firstline.journal.entries import JournalEntry, Outcome, RawInquiry, Timings
from firstline.journal.writer import Journal
from firstline.serving.errors import IdempotencyConflict, Overloaded
from firstline.serving.metrics import Metrics
from firstline.serving.trials import Trial
from firstline.text import prepare


def utc_now() -> datetime:
    return datetime.now(UTC)


class Answerer:
    """Holds the engine of the live release and the journal.

    Args:
        journal: where every decision goes before anybody sees it; closed by `close`.
        sessions: how many inquiries are computed at once; the engines' encoders have as many.
        max_waiting: how many may wait for a session; more are refused at once.
        metrics: what counts the decisions.
        clock: says when a decision is made.
        new_id: makes the id of a decision.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        sessions: int,
        max_waiting: int = 200,
        metrics: Metrics | None = None,
        clock: Callable[[], datetime] = utc_now,
        new_id: NewId = new_decision_id,
    ) -> None:
        self.journal = journal
        self.metrics = metrics or Metrics()
        self.clock = clock
        self._new_id = new_id
        self._threads = ThreadPoolExecutor(sessions, thread_name_prefix="answer")
        self._engine: Engine | None = None
        self.trial: Trial | None = None
        """A candidate release that answers a share of the conversations."""
        self.pauses: Sequence[Pause] = ()
        """What people have stopped, whichever engine answers."""
        self._limit = sessions + max_waiting
        self._under_way = 0

    @property
    def engine(self) -> Engine:
        """The engine of the live release.

        Raises:
            ReleaseNotFound: none is live.
        """
        engine = self._engine
        if engine is None:
            raise ReleaseNotFound(
                "no release answers yet: train one and publish it (firstline train, firstline "
                "publish); if one was published, the log says why it was refused"
            )
        return engine

    def switch_to(self, engine: Engine) -> None:
        """Let this engine answer from now on; who is being answered keeps the old one."""
        self._engine = engine

    async def answer(
        self, inquiry: RawInquiry, *, idempotency_key: str | None = None
    ) -> JournalEntry:
        """Decide, and return once the decision is durable.

        The same key with the same inquiry gives the earlier decision again.

        Raises:
            InquiryError: a fact is unknown to the service or of the wrong type.
            IdempotencyConflict: the key was used for another inquiry.
            JournalError: the decision could not be written; it must not be acted on.
            Overloaded: too many wait already.
            ReleaseNotFound: no release is live.
        """
        if idempotency_key and (earlier := self.journal.reader.entry_of_key(idempotency_key)):
            return _same(earlier, inquiry)
        entry = await self._decided(inquiry)
        recorded = self.journal.record(entry, idempotency_key=idempotency_key)
        if not await asyncio.wrap_future(recorded):
            return await self.answer(inquiry, idempotency_key=idempotency_key)
        self.metrics.count_decision(entry)
        return entry

    async def _decided(self, inquiry: RawInquiry) -> JournalEntry:
        if self._under_way >= self._limit:
            raise Overloaded(self._under_way)
        self._under_way += 1
        try:
            loop = asyncio.get_running_loop()
            arrived = time.perf_counter()
            return await loop.run_in_executor(self._threads, self._decide, inquiry, arrived)
        finally:
            self._under_way -= 1

    async def record_outcome(self, outcome: Outcome) -> Outcome:
        """Append what happened after a decision, and return once it is durable.

        An agent's words are redacted before they are stored.

        Raises:
            DecisionNotFound: the journal holds no such decision.
            JournalError: it could not be written.
        """
        redacted = replace(outcome, text=prepare(outcome.text).text)
        await asyncio.wrap_future(self.journal.record_outcome(redacted))
        self.metrics.count_outcome(redacted)
        return redacted

    def close(self) -> None:
        """Finish what was begun, then close the journal."""
        self._threads.shutdown()
        self.journal.close()

    def _decide(self, raw: RawInquiry, arrived: float) -> JournalEntry:
        started = time.perf_counter()
        live, trial = self.engine, self.trial
        # What is decided on is what is stored: nothing but the redacted text is ever seen.
        redacted = replace(raw, text=prepare(raw.text).text)
        waiting = started - arrived
        if trial is None or not trial.takes(raw):
            return self._answered(live, redacted, waiting=waiting, started=started)
        try:
            return self._answered(trial.engine, redacted, waiting=waiting, started=started)
        except Exception as error:  # noqa: BLE001 - whatever it is, the customer gets an answer
            # raises too where the inquiry is at fault, which is not held against the canary
            entry = self._answered(live, redacted, waiting=waiting, started=started)
            trial.fail(error)
            return entry

    def _answered(
        self, engine: Engine, redacted: RawInquiry, *, waiting: float, started: float
    ) -> JournalEntry:
        inquiry = redacted.typed(engine.release.service)
        read = time.perf_counter()
        decision = engine.answer(inquiry, pauses=self.pauses)
        deciding = time.perf_counter() - read
        timings = Timings(waiting=waiting, reading=read - started, deciding=deciding)
        return self._entry(redacted, decision, timings)

    def _entry(self, inquiry: RawInquiry, decision: Decision, timings: Timings) -> JournalEntry:
        now = self.clock()
        return JournalEntry(
            decision_id=DecisionId(self._new_id(now)),
            decided_at=now,
            inquiry=inquiry,
            decision=decision,
            timings=timings,
        )


def _same(earlier: JournalEntry, inquiry: RawInquiry) -> JournalEntry:
    """Return the earlier entry, if it is about the inquiry that is asked now."""
    stored = earlier.inquiry
    # A client that tries again may make the id and the time anew.
    asked = replace(
        inquiry, text=prepare(inquiry.text).text, id=stored.id, received_at=stored.received_at
    )
    if asked != stored:
        raise IdempotencyConflict
    return earlier
