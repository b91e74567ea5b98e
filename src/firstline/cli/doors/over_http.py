"""Ask a service that runs somewhere else."""

import time
from collections.abc import Mapping

import httpx2

from firstline.domain.errors import FirstlineError

POLL_S = 0.2


class ServiceUnreachable(FirstlineError):
    """No service answers at the address."""


def answer_over_http(
    url: str, inquiry: Mapping[str, object], *, key: str, wait_s: float
) -> httpx2.Response:
    """Post an inquiry, once the service is ready.

    Raises:
        ServiceUnreachable: it is not ready in time, or hangs up.
    """
    with _client(url, key) as client:
        _wait_until_ready(client, wait_s)
        try:
            return client.post("/v1/answer", json=dict(inquiry))
        except httpx2.TransportError as error:
            raise ServiceUnreachable(f"{client.base_url} did not answer ({error})") from error


def _client(url: str, key: str) -> httpx2.Client:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        return httpx2.Client(base_url=url, headers=headers, timeout=10)
    except httpx2.InvalidURL as error:
        raise ServiceUnreachable(f"`{url}` is no address; write http://host:port") from error


def _wait_until_ready(client: httpx2.Client, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _is_ready(client):
        if time.monotonic() > deadline:
            raise ServiceUnreachable(
                f"no service is ready at {client.base_url}; start one with `firstline serve`, or "
                "ask without one: firstline ask SERVICE TEXT"
            )
        time.sleep(POLL_S)


def _is_ready(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx2.TransportError:
        return False
