"""The panel's own secret key, where nobody gave it one, and what is encrypted with it."""

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from firstline.domain.errors import FirstlineError

FILE = "secret-key"
BYTES = 50  # as many as Django's own keys have characters
PURPOSE = b"firstline: secrets of connectors"
"""Keeps the key of encryption apart from the one that signs sessions."""


class SecretLost(FirstlineError):
    """A kept secret that this panel's secret key does not open."""

    def __init__(self) -> None:
        super().__init__("the panel's secret key is another one than before; enter the secret anew")


def kept_secret(folder: Path) -> str:
    """Read the key of this folder; the first to ask makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(BYTES))
    return path.read_text()


def encrypted(secret: str) -> str:
    """Write a secret so that the database alone does not tell it."""
    return _fernet().encrypt(secret.encode()).decode()


def decrypted(kept: str) -> str:
    """Read it back.

    Raises:
        SecretLost: it was encrypted under another secret key, or changed.
    """
    try:
        return _fernet().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise SecretLost from error


def _fernet() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
