"""Systems with an HTTP interface that answers JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx2

from firstline.connectors.addresses import AddressRefused, Reach
from firstline.connectors.customer_data.authorising import Authorisation, Client, client_for
from firstline.connectors.customer_data.connectors import PLACEHOLDER, Document, Key, needed
from firstline.connectors.customer_data.errors import ConnectorWrong, LookUpFailed
from firstline.connectors.customer_data.limits import limited
from firstline.connectors.customer_data.records import Reason
from firstline.connectors.customer_data.statuses import reason_of

MOST_BYTES = 1_000_000  # a customer with all orders of a year; more is a list of something else


@dataclass(frozen=True, slots=True, kw_only=True)
class RestInterface:
    """Where to ask; `{customer_id}` and names of given facts may stand in path and query.

    Raises:
        ConnectorWrong: the path is none.
    """

    base_url: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    authorisation: Authorisation = field(default_factory=Authorisation)
    update_method: str = "PATCH"
    """Sent to the same path, with a JSON object of what changes."""

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or "?" in self.path or "#" in self.path:
            raise ConnectorWrong("the path begins with / and has no ? and no #")

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(PLACEHOLDER.findall(" ".join((self.path, *self.query.values()))))

    def url(self, key: Key) -> str:
        path = PLACEHOLDER.sub(lambda found: _segment(needed(key, found[1])), self.path)
        return self.base_url.rstrip("/") + path

    def parameters(self, key: Key) -> Mapping[str, str]:
        def filled(text: str) -> str:
            return PLACEHOLDER.sub(lambda found: needed(key, found[1]), text)

        return {name: filled(text) for name, text in self.query.items()}


def _segment(value: str) -> str:
    """Keep a value inside its segment of the path: it must not lead to another page."""
    if value in {".", ".."}:
        raise LookUpFailed(Reason.NOT_FOUND, "a value that no path can hold")
    return quote(value, safe="")


class RestConnector:
    """Asks one interface.

    Raises:
        AddressRefused: it must not be asked from here.
    """

    def __init__(self, interface: RestInterface, *, reach: Reach, timeout_s: float) -> None:
        reach.check(interface.base_url)
        self._interface = interface
        transport = limited(reach.transport(), most_bytes=MOST_BYTES)
        self._client: Client = client_for(
            interface.authorisation, reach, transport=transport, timeout=timeout_s
        )

    @property
    def placeholders(self) -> frozenset[str]:
        return self._interface.placeholders

    def read(self, key: Key) -> Document:
        body = self._answer("GET", key).content
        try:
            # Money stays exact.
            document = json.loads(body, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise LookUpFailed(Reason.CONFUSED, "the answer is no JSON") from error
        if not isinstance(document, dict | list):
            raise LookUpFailed(Reason.CONFUSED, "the answer is no JSON object")
        return document if isinstance(document, dict) else dict(_numbered(document))

    def update(self, key: Key, changes: Document) -> None:
        self._answer(self._interface.update_method, key, json=changes)

    def close(self) -> None:
        self._client.close()

    def _answer(self, method: str, key: Key, **body: Any) -> httpx2.Response:  # noqa: ANN401
        url, parameters = self._interface.url(key), self._interface.parameters(key)
        try:
            response = self._client.request(method, url, params=parameters, **body)
        except AddressRefused as error:
            raise LookUpFailed(Reason.NOT_ALLOWED, str(error)) from error
        except httpx2.TimeoutException as error:
            raise LookUpFailed(Reason.TIMEOUT) from error
        except httpx2.HTTPError as error:
            raise LookUpFailed(Reason.UNREACHABLE, type(error).__name__) from error
        if not response.is_success:
            raise LookUpFailed(reason_of(response.status_code), f"status {response.status_code}")
        return response


def _numbered(items: Sequence[object]) -> Mapping[str, object]:
    return {str(number): item for number, item in enumerate(items)}
