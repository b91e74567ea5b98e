"""Send webhooks: a lane for each endpoint, so that a slow one holds up neither others nor ticks.

Each attempt is bounded as a whole. An event is sent at least once: a worker that dies before it has
noted the answer leaves the delivery to be sent again, under the same id.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2
from django.db import connections
from django.utils import timezone

from firstline import __version__
from firstline.connectors.addresses import AddressRefused
from firstline.panel.secrets import SecretLost
from firstline.panel.webhooks.deliveries import Answer, claim, due, settle
from firstline.panel.webhooks.endpoints import reach
from firstline.panel.webhooks.models import Delivery
from firstline.panel.webhooks.signing import headers_of, secrets_of

TIMEOUT_S = 10.0
"""For all of an attempt, from looking up the name to the beginning of the answer."""
LANES = 8
"""Endpoints that are sent to at once by one worker."""
EXCERPT = 1_000
"""Bytes of an answer that are read and kept."""
PORTS = {"http": 80, "https": 443}
Clock = Callable[[], datetime]
log = logging.getLogger(__name__)
HEADERS = {"content-type": "application/json", "user-agent": f"Firstline/{__version__}"}


class Lanes:
    """Threads that send, beside whoever asks them to."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LANES, thread_name_prefix="webhooks")
        self._busy: dict[int, Future[None]] = {}

    def start(self, now: datetime) -> int:
        """Begin to send what is due, and do not wait; return to how many endpoints."""
        self._busy = {key: lane for key, lane in self._busy.items() if not lane.done()}
        waiting = due(now).order_by().values_list("endpoint", flat=True).distinct()
        free = [endpoint_id for endpoint_id in waiting if endpoint_id not in self._busy]
        for endpoint_id in free:
            self._busy[endpoint_id] = self._threads.submit(_lane, endpoint_id)
        return len(free)

    def finish(self) -> None:
        """Wait for what is under way."""
        for lane in self._busy.values():
            lane.result()


def _lane(endpoint_id: int) -> None:
    """Send; what breaks is logged, and sent again by a later tick."""
    try:
        deliver(endpoint_id)
    except Exception:
        log.exception("webhooks cannot be sent", extra={"endpoint": endpoint_id})
    finally:
        connections.close_all()


def deliver(endpoint_id: int, *, clock: Clock = timezone.now) -> int:
    """Send what is due to one endpoint until nothing is; return how many attempts that were."""
    made = 0
    while claimed := claim(endpoint_id, clock()):
        answers = asyncio.run(_send_all(claimed, clock))
        for delivery, answer in zip(claimed, answers, strict=True):
            settle(delivery, answer)
        made += len(claimed)
    return made


async def _send_all(deliveries: Sequence[Delivery], clock: Clock) -> list[Answer]:
    """Send all at once; none waits for another."""
    # No proxy, which would look names up itself; no timeouts: each attempt has one.
    async with httpx2.AsyncClient(trust_env=False, timeout=None) as client:
        return await asyncio.gather(*(_attempt(client, each, clock()) for each in deliveries))


async def _attempt(client: httpx2.AsyncClient, delivery: Delivery, at: datetime) -> Answer:
    began = time.monotonic()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            request = await _request(client, delivery, at)
            response = await client.send(request, stream=True)
            words = await _beginning(response)
            await response.aclose()
    except TimeoutError:
        return _no_answer(at, began, f"no answer within {TIMEOUT_S:g} seconds")
    except (httpx2.HTTPError, AddressRefused, SecretLost) as error:
        return _no_answer(at, began, str(error) or type(error).__name__)
    return Answer(
        at=at,
        took_ms=_ms_since(began),
        status=response.status_code,
        words=words,
        retry_after=_asked_pause(response.headers.get("retry-after", ""), at),
    )


async def _request(client: httpx2.AsyncClient, delivery: Delivery, now: datetime) -> httpx2.Request:
    """Address the request to the very address that was judged; name and certificate stay."""
    url = httpx2.URL(delivery.endpoint.address)
    host = url.raw_host.decode()
    port = url.port or PORTS[url.scheme]
    found = await asyncio.to_thread(reach().addresses_of, host, port)
    signed = headers_of(delivery.event, secrets_of(delivery.endpoint), now=now)
    return client.build_request(
        "POST",
        url.copy_with(host=str(found[0])),
        content=delivery.event.body.encode(),
        headers={**HEADERS, **signed, "host": url.netloc.decode()},
        extensions={"sni_hostname": host},
    )


async def _beginning(response: httpx2.Response) -> str:
    """Read how an answer begins, never more, and as it came: nothing is unpacked."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= EXCERPT:
            break
    # PostgreSQL keeps no text with a zero in it
    return read[:EXCERPT].decode(errors="replace").replace("\0", "�")


def _no_answer(at: datetime, began: float, why: str) -> Answer:
    return Answer(at=at, took_ms=_ms_since(began), words=why[:EXCERPT])


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _asked_pause(header: str, now: datetime) -> timedelta:
    """Read `Retry-After`: seconds, or a date; nothing where it makes no sense."""
    if header.isascii() and header.isdecimal():
        return timedelta(seconds=min(int(header), timedelta(days=1).total_seconds()))
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return timedelta(0)
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
