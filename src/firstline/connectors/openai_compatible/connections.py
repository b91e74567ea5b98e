"""Requests that are tried again where trying again can help.

What is tried again: no answer, 408, 409, 429 and 5xx. Between two tries the wait doubles, unless
the server says how long with `Retry-After`. Starting a job twice would cost twice, so a request
says whether it may be sent again when nobody knows whether it arrived.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

import httpx2
from pydantic import TypeAdapter

from firstline.connectors.openai_compatible.errors import LanguageModelError, ServerUnreachable
from firstline.connectors.openai_compatible.servers import Server, read_as

TRIES = 6  # with waits of 1, 2, 4, 8 and 16 s: half a minute, as a restart takes
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 120.0  # whatever a server asks for; somebody sits at the terminal
TIMEOUT = httpx2.Timeout(60, connect=10)

_NOT_TAKEN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
"""Answers that say that nothing was done."""
_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT}
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

Sleep = Callable[[float], None]
Send = Callable[[httpx2.Client], httpx2.Response]
T = TypeVar("T")


class Connection:
    """Sends requests to one server, as a context manager."""

    def __init__(
        self, server: Server, *, sleep: Sleep = time.sleep, timeout: httpx2.Timeout = TIMEOUT
    ) -> None:
        self.server = server
        self._sleep = sleep
        self._client = httpx2.Client(headers=dict(server.headers), timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def wait(self, seconds: float) -> None:
        self._sleep(seconds)

    def get(self, path: str, kind: TypeAdapter[T], **query: str | int) -> T:
        url = self.server.url(path)
        return self.read(lambda client: client.get(url, params=dict(query)), kind)

    def read(self, send: Send, kind: TypeAdapter[T], *, may_repeat: bool = True) -> T:
        """Send until there is an answer, and read it.

        Args:
            send: makes one request; called anew for each try.
            kind: what the answer must be.
            may_repeat: whether doing it twice does no harm.

        Raises:
            ServerUnreachable: no answer, or only passing troubles, in all tries.
            ServerRefused: an answer that trying again will not change.
            ServerConfused: an answer that is none.
        """
        return read_as(kind, self._settled(send, may_repeat=may_repeat))

    def _settled(self, send: Send, *, may_repeat: bool) -> httpx2.Response:
        waits = [FIRST_WAIT_S * 2**tried for tried in range(TRIES - 1)]
        for wait_s in waits:
            try:
                return self._sent(send, may_repeat=may_repeat)
            except _WorthAnotherTry as trouble:
                self.wait(min(trouble.asked_wait_s or wait_s, LONGEST_WAIT_S))
        try:
            return self._sent(send, may_repeat=may_repeat)
        except _WorthAnotherTry as trouble:
            raise trouble.error from trouble

    def _sent(self, send: Send, *, may_repeat: bool) -> httpx2.Response:
        try:
            response = send(self._client)
        except httpx2.TransportError as error:
            unreachable = self._no_answer(error)
            if may_repeat or isinstance(error, _NEVER_SENT):
                raise _WorthAnotherTry(unreachable) from error
            raise unreachable from error
        if response.is_success:
            return response
        refusal = self.server.refusal(response)
        if _may_pass(response.status_code, may_repeat=may_repeat):
            raise _WorthAnotherTry(refusal, _asked_wait_s(response))
        raise refusal

    def _no_answer(self, error: httpx2.TransportError) -> ServerUnreachable:
        why = str(error) or type(error).__name__
        return ServerUnreachable(f"{self.server.base_url} did not answer ({why}); try again later")


class _WorthAnotherTry(Exception):
    """A trouble that may pass; never leaves this module."""

    def __init__(self, error: LanguageModelError, asked_wait_s: float | None = None) -> None:
        self.error = error
        self.asked_wait_s = asked_wait_s
        super().__init__(str(error))


def _may_pass(status: int, *, may_repeat: bool) -> bool:
    if status in _NOT_TAKEN:
        return True
    return may_repeat and (status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR)


def _asked_wait_s(response: httpx2.Response) -> float | None:
    """Read `Retry-After`: seconds, or a date."""
    asked = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
