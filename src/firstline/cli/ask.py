"""`firstline ask`: put one question to a running service and print its decision."""

import time
from typing import Annotated

import httpx2
import typer
from rich.console import Console

from firstline.cli.options import FactOption, named_values
from firstline.domain.errors import FirstlineError

POLL_S = 0.2


class ServiceUnreachable(FirstlineError):
    """No service answers at the address."""


def ask(
    text: Annotated[str, typer.Argument(help="The customer's message.")],
    url: Annotated[str, typer.Option(help="Address of the service.")] = "http://localhost:8000",
    fact: FactOption = None,
    key: Annotated[str, typer.Option(envvar="FIRSTLINE_API_KEY", help="API key.")] = "",
    wait: Annotated[float, typer.Option(help="Seconds to wait until it is ready.")] = 0,
) -> None:
    """Ask a running service over HTTP."""
    facts = named_values(fact)
    with _client(url, key) as client:
        _wait_until_ready(client, wait)
        response = _post(client, {"text": text, "facts": facts})
    Console().print_json(response.text)
    if response.is_error:
        raise typer.Exit(1)


def _client(url: str, key: str) -> httpx2.Client:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        return httpx2.Client(base_url=url, headers=headers, timeout=10)
    except httpx2.InvalidURL as error:
        raise ServiceUnreachable(f"`{url}` is no address; write http://host:port") from error


def _post(client: httpx2.Client, inquiry: dict[str, object]) -> httpx2.Response:
    try:
        return client.post("/v1/answer", json=inquiry)
    except httpx2.TransportError as error:
        raise ServiceUnreachable(f"{client.base_url} did not answer ({error})") from error


def _wait_until_ready(client: httpx2.Client, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _is_ready(client):
        if time.monotonic() > deadline:
            raise ServiceUnreachable(
                f"no service is ready at {client.base_url}; start one with `firstline serve`"
            )
        time.sleep(POLL_S)


def _is_ready(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx2.TransportError:
        return False
