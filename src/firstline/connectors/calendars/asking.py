"""Ask a calendar's server over HTTP: within seconds, within bounds, or not at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx2

from firstline.connectors.addresses import AddressRefused, Reach
from firstline.connectors.calendars.records import CalendarUnavailable

TIMEOUT = httpx2.Timeout(5)
"""A customer waits for the answer."""
MOST_BYTES = 10_000_000
"""A calendar of many years has about one megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarServer:
    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    reach: Reach

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        fine: Collection[int],
    ) -> Answer:
        """Send one request.

        Args:
            method: of HTTP or WebDAV.
            url: address.
            body: what is sent.
            headers: beside the usual ones.
            fine: statuses that are an answer.

        Raises:
            CalendarUnavailable: there was none, or another one.
        """
        try:
            answer = self._asked(method, url, body, headers or {})
        except httpx2.HTTPError as error:
            why = str(error) or type(error).__name__
            raise CalendarUnavailable(f"the calendar did not answer: {why}") from error
        except AddressRefused as error:
            raise CalendarUnavailable(str(error)) from error
        if answer.status not in fine:
            raise CalendarUnavailable(_refusal(answer.status))
        return answer

    def _asked(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        auth = (self.user, self.password) if self.user else None
        with (
            httpx2.Client(transport=self.reach.transport(), timeout=TIMEOUT, auth=auth) as client,
            client.stream(method, url, content=body, headers=dict(headers)) as response,
        ):
            return Answer(
                status=response.status_code,
                body=_within_bounds(response),
                etag=response.headers.get("etag", ""),
            )


def _within_bounds(response: httpx2.Response) -> bytes:
    read = bytearray()
    for part in response.iter_bytes():
        read += part
        if len(read) > MOST_BYTES:
            raise CalendarUnavailable("the calendar is larger than 10 MB")
    return bytes(read)


def _refusal(status: int) -> str:
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return "the calendar refuses this user and password"
        case HTTPStatus.NOT_FOUND:
            return "there is no calendar at this address"
    return f"the calendar answers with status {status}"
