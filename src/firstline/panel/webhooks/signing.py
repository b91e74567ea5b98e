"""Secrets of endpoints, and signatures as https://www.standardwebhooks.com has them."""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from firstline.panel.secrets import decrypted
from firstline.panel.webhooks.models import Endpoint, Event

PREFIX = "whsec_"
BYTES = 32  # the standard asks for 24 to 64


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def secrets_of(endpoint: Endpoint) -> list[str]:
    """Give those that are valid, the newest first.

    Raises:
        SecretLost: the panel's secret key was changed.
    """
    return [decrypted(kept) for kept in (endpoint.secret, endpoint.former_secret) if kept]


def headers_of(event: Event, valid: Sequence[str], *, now: datetime) -> Mapping[str, str]:
    """Make the headers of one attempt, with a signature for each secret."""
    timestamp = int(now.timestamp())
    signed = f"{event.name}.{timestamp}.{event.body}".encode()
    return {
        "webhook-id": event.name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(secret, signed) for secret in valid),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
