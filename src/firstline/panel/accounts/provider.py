"""What an OpenID Connect provider says about itself, and the keys that it signs with."""

from functools import lru_cache
from time import monotonic
from typing import Any

import jwt
import requests
from django.utils.translation import gettext as _
from pydantic import BaseModel, HttpUrl, ValidationError

from firstline.domain.errors import FirstlineError

KEPT_S = 300
"""A provider that moves or changes its keys is noticed after five minutes."""
TIMEOUT_S = 10


class ProviderUnusable(FirstlineError):
    """The OpenID Connect provider cannot be reached, or is not the one that was configured."""


class Provider(BaseModel):
    """Its discovery document, as far as we need it."""

    issuer: str
    authorization_endpoint: HttpUrl
    token_endpoint: HttpUrl
    userinfo_endpoint: HttpUrl
    jwks_uri: HttpUrl


def provider_at(issuer: str) -> Provider:
    """Read the discovery document of an issuer; it is remembered for some minutes.

    Raises:
        ProviderUnusable: it gives none, or one of another issuer.
    """
    return _provider(issuer, int(monotonic() // KEPT_S))


@lru_cache(maxsize=2)
def _provider(issuer: str, _period: int) -> Provider:
    document = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    try:
        provider = Provider.model_validate(document)
    except ValidationError as error:
        raise ProviderUnusable(_("The sign-on provider does not describe itself well.")) from error
    if provider.issuer.rstrip("/") != issuer.rstrip("/"):
        raise ProviderUnusable(_("The sign-on provider says that it is another one."))
    return provider


def signing_key(provider: Provider, token: str) -> jwt.PyJWK:
    """Find the key that a token says it is signed with.

    Raises:
        ProviderUnusable: the provider has no such key.
    """
    try:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_json(str(provider.jwks_uri))).keys
    except jwt.PyJWTError as error:
        raise ProviderUnusable(_("The sign-on provider sent nothing that can be read.")) from error
    fitting = [key for key in keys if header.get("kid") in (None, key.key_id)]
    if len(fitting) != 1:
        raise ProviderUnusable(_("The sign-on provider signs with a key that it does not name."))
    return fitting[0]


def _json(address: str) -> Any:  # noqa: ANN401 - JSON
    try:
        response = requests.get(address, timeout=TIMEOUT_S)
        response.raise_for_status()
        return response.json()
    except requests.RequestException as error:
        words = _("The sign-on provider cannot be reached now. Try again, or use your password.")
        raise ProviderUnusable(words) from error
