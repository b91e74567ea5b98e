"""API keys: several valid at once, compared in constant time."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from typing import Annotated, Protocol

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from firstline.serving.errors import NoApiKeys, Unauthorised

BEARER = HTTPBearer(auto_error=False, description="A key as bearer token.")
HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="A key as it is.")


class Keys(Protocol):
    """Knows which keys open a door now."""

    async def opens(self, key: str) -> bool:
        """Whether a request with this key may pass; an empty text is none."""
        ...


class FixedKeys:
    """The keys of the settings, as long as the process runs.

    Args:
        keys: the valid ones.
        allow_anonymous: whether no keys at all mean that everyone may ask.

    Raises:
        NoApiKeys: there are none, and not everyone may ask.
    """

    def __init__(self, keys: Sequence[SecretStr], *, allow_anonymous: bool) -> None:
        if not keys and not allow_anonymous:
            raise NoApiKeys
        self._hashes = tuple(hash_of(key.get_secret_value()) for key in keys)

    async def opens(self, key: str) -> bool:
        return not self._hashes or is_among(key, self._hashes)


class ApiKeyGuard:
    """Lets requests with a valid key pass; a dependency of every route below /v1."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def __call__(
        self,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)],
        header: Annotated[str | None, Security(HEADER)],
    ) -> None:
        """Check the key of one request.

        Raises:
            Unauthorised: it has none, or one that is not valid.
        """
        given = bearer.credentials if bearer else header
        if not await self._keys.opens(given or ""):
            raise Unauthorised


def is_among(key: str, hashes: Collection[bytes]) -> bool:
    # Hashes have one length, and all are compared: time tells nothing about any key.
    given = hash_of(key)
    return any([hmac.compare_digest(given, known) for known in hashes])  # noqa: C419


def hash_of(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="surrogateescape")).digest()
