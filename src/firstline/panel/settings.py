"""Settings of the panel: one place, read from the environment once."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


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
        pattern=r"(/[a-z0-9-]+)+",
        description="Path below which the panel is served.",
    )
    email_url: str = Field(
        default="",
        description="Mail server for password resets, e.g. `smtp://user:password@mail:587`; by "
        "default mails are written into the folder, below `mail`.",
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
    max_upload_mb: int = Field(
        default=200, ge=1, description="Largest history that may be uploaded, in megabytes."
    )

    encoders_dir: Path | None = Field(
        default=None,
        description="Folder looked in first for encoders, to try content on a message that "
        "somebody types in; like `FIRSTLINE_ENCODERS_DIR` of the answering service.",
    )

    @field_validator("hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(host.strip() for host in value.split(",") if host.strip())
