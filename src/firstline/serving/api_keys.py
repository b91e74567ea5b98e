"""API keys: several valid at once, compared in constant time."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Annotated

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from firstline.serving.errors import NoApiKeys, Unauthorised

BEARER = HTTPBearer(auto_error=False, description="A key as bearer token.")
HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="A key as it is.")


class ApiKeyGuard:
    """Lets requests with a valid key pass; a dependency of every route below /v1.

    Args:
        keys: the valid ones.
        allow_anonymous: whether no keys at all mean that everyone may ask.

    Raises:
        NoApiKeys: there are none, and not everyone may ask.
    """

    def __init__(self, keys: Sequence[SecretStr], *, allow_anonymous: bool) -> None:
        if not keys and not allow_anonymous:
            raise NoApiKeys
        self._hashes = tuple(_hash(key.get_secret_value()) for key in keys)

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
        if self._hashes and not self._knows(given or ""):
            raise Unauthorised

    def _knows(self, key: str) -> bool:
        # Hashes have one length, and all are compared: time tells nothing about any key.
        given = _hash(key)
        return any([hmac.compare_digest(given, known) for known in self._hashes])  # noqa: C419


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="surrogateescape")).digest()
