"""The panel's own secret key, where nobody gave it one."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

FILE = "secret-key"
BYTES = 50  # as many as Django's own keys have characters


def kept_secret(folder: Path) -> str:
    """Read the key of this folder; the first to ask makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(BYTES))
    return path.read_text()
