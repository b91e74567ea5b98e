"""A mail server, as one address names it."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    is_encrypted: bool
    """From the first byte on, as at port 465."""
    becomes_encrypted: bool
    """By STARTTLS."""


def mail_server(url: str) -> MailServer | None:
    """Read `smtp://user:password@host:port` or `smtps://…`; nothing means none.

    A password never travels in the clear: with a user, `smtp` means STARTTLS.

    Raises:
        ValueError: it is no such address.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("write it as smtp://user:password@host:587 or smtps://…:465")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=parts.scheme == "smtps",
        becomes_encrypted=parts.scheme == "smtp" and bool(parts.username),
    )
