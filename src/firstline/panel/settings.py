"""Settings of the panel: one place, read from the environment once."""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from firstline.panel.mail_servers import mail_server


class PanelSettings(BaseSettings):
    """Each is read from `FIRSTLINE_PANEL_` and its name in capitals; docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_prefix="FIRSTLINE_PANEL_", frozen=True)

    folder: Path = Field(
        default=Path("var/panel"),
        description="Folder of what the panel keeps: its SQLite database unless another one is "
        "named, its secret key, and the services that are made in it.",
    )
    database_url: str = Field(
        default="",
        description="Database, e.g. `postgres://panel@db/panel`; by default SQLite in the folder.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs sessions and links in e-mails; by default one is made and kept in the "
        "folder. Several processes need the same.",
    )
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Host names that the panel is reached by, separated by commas.",
    )
    https: bool = Field(
        default=False,
        description="Whether people reach it by HTTPS: cookies are then sent over nothing else.",
    )
    path: str = Field(
        default="/panel",
        pattern=r"^(/[a-z0-9-]+)+$",
        description="Path below which the panel is served.",
    )
    address: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="Address that people reach it by, without the path, e.g. "
        "`https://support.example.com`; links in mails begin with it. By default that of the "
        "request.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of proxies whose `X-Forwarded-For` is believed, "
        "separated by commas; nobody else's is.",
    )
    email_url: str = Field(
        default="",
        description="Mail server for invitations and password resets: "
        "`smtp://user:password@mail:587` (with STARTTLS if there is a user), or "
        "`smtps://user:password@mail:465`; by default mails are written into the folder, below "
        "`mail`.",
    )
    email_from: str = Field(
        default="firstline@localhost", description="Sender of the panel's mails."
    )
    sign_in_failures: int = Field(
        default=5,
        ge=1,
        description="Failed sign-ins for one person from one address before a pause.",
    )
    sign_in_pause_minutes: int = Field(
        default=15, ge=1, description="Length of that pause in minutes."
    )
    oidc_issuer: str = Field(
        default="",
        description="Address of an OpenID Connect provider; people may then sign in there. Its "
        "`/.well-known/openid-configuration` is read.",
    )
    oidc_client_id: str = Field(default="", description="This panel's client id there.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="This panel's secret there."
    )
    allowed_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Private networks or addresses that may be asked for what people set up in "
        "the panel, such as customer data, separated by commas; none is by default.",
    )
    sqlite_folder: Path | None = Field(
        default=None,
        description="Folder of the SQLite databases that customer data may be read from; by "
        "default none may.",
    )
    max_upload_mb: int = Field(
        default=200, ge=1, description="Largest history that may be uploaded, in megabytes."
    )

    undo_seconds: int = Field(
        default=6,
        ge=0,
        le=60,
        description="Seconds in which an agent may take a reply back, since the customer does not "
        "see it before; 0 sends at once.",
    )

    encoders_dir: Path | None = Field(
        default=None,
        description="Folder looked in first for encoders, to try content on a message that "
        "somebody types in; like `FIRSTLINE_ENCODERS_DIR` of the answering service.",
    )

    @field_validator("hosts", "trusted_proxies", "allowed_networks", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(host.strip() for host in value.split(",") if host.strip())

    @field_validator("trusted_proxies", "allowed_networks")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @field_validator("email_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        mail_server(value)
        return value

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("set FIRSTLINE_PANEL_OIDC_CLIENT_ID as well")
        if self.oidc_issuer and not _is_safe(self.oidc_issuer):
            raise ValueError("an OpenID Connect issuer has an https address")
        return self


def _is_safe(address: str) -> bool:
    """Plain HTTP is fine on this machine only."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")
