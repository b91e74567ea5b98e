"""A connector with its fields, and around it what keeps an answer quick."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from cachetools import TTLCache

from firstline.connectors.breaker import Breaker
from firstline.connectors.customer_data.connectors import Connector, Document, Key
from firstline.connectors.customer_data.errors import LookUpFailed, UpdateFailed
from firstline.connectors.customer_data.fields import Field
from firstline.connectors.customer_data.records import OF_THE_SYSTEM, LookedUp, Reason
from firstline.domain.errors import InquiryError
from firstline.domain.facts import parse_fact

AT_ONCE = 8  # threads that wait for one system
MOST_KEPT = 5_000  # customers in the cache; some kilobytes each
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    timeout_s: float = 0.8
    """For everything, from the name server to the last byte: an answer waits for it."""
    kept_s: float = 60.0
    """How long what was read counts as new; 0: every time it is read again."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class CustomerData:
    """Facts of customers, read and written through one connector."""

    def __init__(
        self,
        connector: Connector,
        fields: Sequence[Field],
        *,
        zone: tzinfo,
        limits: Limits,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._connector = connector
        self._fields = {str(field.fact.name): field for field in fields}
        self._zone = zone
        self._limits = limits
        self._breaker = breaker or Breaker(clock=clock)
        self._now = now
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="customer-data")
        self._kept: TTLCache[tuple[tuple[str, str], ...], LookedUp] = TTLCache(
            MOST_KEPT, limits.kept_s, timer=clock
        )
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that are looked up."""
        return tuple(self._fields)

    def read(self, key: Key, *, not_before: datetime | None = None) -> LookedUp:
        """Look the facts up; never raises for what the system does.

        Args:
            key: whose data.
            not_before: what is kept from before counts as old: somebody said that it changed.
        """
        mine = tuple(sorted((name, key.get(name, "")) for name in self._connector.placeholders))
        with self._lock:
            kept = self._kept.get(mine)
        if kept and (not_before is None or kept.at >= not_before):
            return replace(kept, took_ms=0, is_cached=True)
        at, started = self._now(), time.perf_counter()
        try:
            document = self._asked(lambda: self._connector.read(key))
        except LookUpFailed as failure:
            unknown = dict.fromkeys(self._fields, failure.reason)
            return LookedUp(facts={}, unknown=unknown, at=at, took_ms=_ms_since(started))
        found = self._taken(document, at, _ms_since(started))
        with self._lock:
            self._kept[mine] = found
        return found

    def update(self, key: Key, changes: Mapping[str, object]) -> None:
        """Write facts, given as JSON values of their schema.

        Raises:
            UpdateFailed: one may not be updated, or the system did not take them.
        """
        document: dict[str, object] = {}
        for name, value in changes.items():
            _put(document, *self._written(name, value))
        try:
            self._asked(lambda: self._connector.update(key, document))
        except LookUpFailed as failure:
            raise UpdateFailed(f"nothing is known to have changed ({failure})") from failure
        finally:
            with self._lock:
                self._kept.clear()  # what another key shows may have changed too

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._connector.close()

    def _asked(self, ask: Callable[[], T]) -> T:
        """Ask in another thread, so that the total time is kept whatever the system does."""
        if self._breaker.wait_s():
            raise LookUpFailed(Reason.PAUSED)
        future = self._threads.submit(ask)
        try:
            answer = future.result(self._limits.timeout_s)
        except LookUpFailed as failure:
            self._note(failure.reason)
            raise
        except Late as error:
            future.cancel()
            self._breaker.failed()
            raise LookUpFailed(Reason.TIMEOUT) from error
        self._breaker.succeeded()
        return answer

    def _note(self, reason: Reason) -> None:
        if reason in OF_THE_SYSTEM:
            self._breaker.failed()
        elif reason is not Reason.NO_KEY:  # then nobody was asked
            self._breaker.succeeded()

    def _taken(self, document: Document, at: datetime, took_ms: int) -> LookedUp:
        facts: dict[str, object] = {}
        unknown: dict[str, Reason] = {}
        for name, field in self._fields.items():
            try:
                facts[name] = field.read(document, self._zone)
            except LookUpFailed as failure:
                unknown[name] = failure.reason
        return LookedUp(facts=facts, unknown=unknown, at=at, took_ms=took_ms)

    def _written(self, name: str, value: object) -> tuple[tuple[str, ...], object]:
        field = self._fields.get(name)
        if field is None or not field.may_update:
            raise UpdateFailed(f"`{name}` may not be updated")
        try:
            return field.steps, field.theirs(parse_fact(field.fact, value, self._zone))
        except InquiryError as error:
            raise UpdateFailed(str(error)) from error


def _put(document: dict[str, object], steps: tuple[str, ...], value: object) -> None:
    """Put a value into its place, with the objects around it."""
    *outer, last = steps
    inside = document
    for step in outer:
        made = inside.setdefault(step, {})
        assert isinstance(made, dict)  # noqa: S101 - only this function fills it
        inside = made
    inside[last] = value


def _ms_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
