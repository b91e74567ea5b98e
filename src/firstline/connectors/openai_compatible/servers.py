"""A server: where it is, the key to it, and what its answers mean."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import httpx2
from pydantic import SecretStr, TypeAdapter, ValidationError

from firstline.connectors.openai_compatible.errors import (
    InsecureAddress,
    ServerConfused,
    ServerRefused,
)

NO_KEY = SecretStr("")
SHOWN = 500  # characters of a server's words
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The address as OpenAI's own client takes it: with `/v1` at its end.

    Raises:
        InsecureAddress: it is no address, or plain HTTP to another machine.
    """

    base_url: str
    key: SecretStr = NO_KEY
    allow_http: bool = False
    """Whether plain HTTP may leave this machine, as in a network that is trusted whole."""
    _url: httpx2.URL = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        url = _parsed(self.base_url)
        if url.scheme == "http" and not (self.allow_http or _is_loopback(url.host)):
            raise InsecureAddress(
                f"over {url.host} the key and customers' words would travel in the clear; take "
                "https://, or allow plain HTTP where the network is trusted"
            )
        object.__setattr__(self, "_url", url)

    def url(self, path: str) -> str:
        return f"{str(self._url).rstrip('/')}/{path}"

    @property
    def headers(self) -> Mapping[str, str]:
        key = self.key.get_secret_value()
        return {"authorization": f"Bearer {key}"} if key else {}

    def refusal(self, response: httpx2.Response) -> ServerRefused:
        """Word an answer that says no; the key never stands in it, even if the server quotes it."""
        words = _message(response)[:SHOWN]
        if key := self.key.get_secret_value():
            words = words.replace(key, "…")
        return ServerRefused(response.status_code, words)


def read_as(kind: TypeAdapter[T], response: httpx2.Response) -> T:
    """Read the body of a successful answer.

    Raises:
        ServerConfused: it is not what the interface has there.
    """
    try:
        return kind.validate_json(response.content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise ServerConfused(
            f"the answer of {response.request.url} cannot be read ({place}: {first['msg']}); "
            "is this address of the interface that OpenAI has, with /v1 at its end?"
        ) from error


def _parsed(base_url: str) -> httpx2.URL:
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL as error:
        raise InsecureAddress(f"`{base_url[:80]}` is no address ({error})") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise InsecureAddress(f"`{base_url[:80]}` is no address; write https://host/v1")
    if url.userinfo or url.query:
        raise InsecureAddress("keep keys out of the address; it is stored and printed")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _message(response: httpx2.Response) -> str:
    """Find the server's words: `{"error": {"message": …}}`, `{"detail": …}`, or the body."""
    try:
        body = response.json()
    except ValueError:
        return " ".join(response.text.split()) or response.reason_phrase
    error = body.get("error", body.get("detail")) if isinstance(body, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    return str(words or body)
