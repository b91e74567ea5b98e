"""How a system knows that Firstline may ask: nothing, a key, or OAuth 2 with client credentials."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Protocol

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from pydantic import SecretStr

from firstline.connectors.addresses import Reach
from firstline.connectors.customer_data.errors import LookUpFailed
from firstline.connectors.customer_data.records import Reason
from firstline.connectors.customer_data.statuses import reason_of

NO_SECRET = SecretStr("")


class AuthorisationKind(StrEnum):
    NOTHING = "nothing"
    API_KEY = "api_key"
    CLIENT_CREDENTIALS = "client_credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    kind: AuthorisationKind = AuthorisationKind.NOTHING
    secret: SecretStr = NO_SECRET
    """The key, or the client's secret."""
    header: str = "Authorization"
    """Of the key; its value is sent as it is."""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""


class Client(Protocol):
    @property
    def request(self) -> Callable[..., httpx2.Response]: ...
    @property
    def close(self) -> Callable[[], None]: ...


def client_for(authorisation: Authorisation, reach: Reach, **settings: Any) -> Client:  # noqa: ANN401
    """Make a client that says who asks.

    Raises:
        AddressRefused: the token's endpoint must not be asked from here.
    """
    match authorisation.kind:
        case AuthorisationKind.NOTHING:
            return httpx2.Client(**settings)
        case AuthorisationKind.API_KEY:
            key = {authorisation.header: authorisation.secret.get_secret_value()}
            return httpx2.Client(headers=key, **settings)
        case AuthorisationKind.CLIENT_CREDENTIALS:
            reach.check(authorisation.token_url)
            return _WithToken(authorisation, **settings)


class _WithToken:
    """Fetches a token when there is none, when it has expired, and once when it was revoked."""

    def __init__(self, authorisation: Authorisation, **settings: Any) -> None:  # noqa: ANN401
        self._lock = threading.Lock()
        self._client = OAuth2Client(
            client_id=authorisation.client_id,
            client_secret=authorisation.secret.get_secret_value(),
            token_endpoint=authorisation.token_url,
            grant_type="client_credentials",
            scope=authorisation.scope or None,
            **settings,
        )

    def request(self, method: str, url: str, **sent: Any) -> httpx2.Response:  # noqa: ANN401
        token = self._token()
        response = self._asked(method, url, token, **sent)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            response = self._asked(method, url, self._token(instead_of=token), **sent)
        return response

    def close(self) -> None:
        self._client.close()

    def _asked(self, method: str, url: str, token: str, **sent: Any) -> httpx2.Response:  # noqa: ANN401
        headers = {"authorization": f"Bearer {token}"}
        answer: httpx2.Response = self._client.request(
            method, url, headers=headers, withhold_token=True, auth=None, **sent
        )
        return answer

    def _token(self, *, instead_of: str = "") -> str:
        """Give a token that has not expired; another one than the one that was refused."""
        with self._lock:
            token = self._client.token
            if not token or token.is_expired() or token.get("access_token") in (None, instead_of):
                token = self._fetched()
            return str(token["access_token"])

    def _fetched(self) -> Any:  # noqa: ANN401 - authlib's
        try:
            token = self._client.fetch_token()
        except OAuthError as error:
            raise LookUpFailed(Reason.REFUSED, f"no token: {error.error}") from error
        except httpx2.HTTPStatusError as error:
            raise LookUpFailed(reason_of(error.response.status_code), "no token") from error
        except (ValueError, TypeError) as error:
            raise LookUpFailed(Reason.CONFUSED, "no token can be read") from error
        if not isinstance(token.get("access_token"), str):
            raise LookUpFailed(Reason.CONFUSED, "an answer without a token")
        return token
