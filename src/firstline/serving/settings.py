"""Settings of the answering service: one place, read from the environment once."""

import os
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def usable_cores() -> int:
    """Count the cores that this process may use, which in a container may be fewer."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ServingSettings(BaseSettings):
    """Each is read from `FIRSTLINE_` and its name in capitals; docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_prefix="FIRSTLINE_", frozen=True)

    store: Path = Field(
        default=Path("var/releases"),
        description="Folder of the releases and of the pointer to the live one.",
    )
    journal: Path = Field(
        default=Path("var/journal.sqlite3"),
        description="File of the decision journal; made where there is none.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on; `0.0.0.0` is reachable from other machines.",
    )
    port: int = Field(default=8000, ge=1, le=65_535, description="Port to listen on.")
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        description="Keys that clients may send, separated by commas; several are valid at "
        "once, so that one can be replaced without a pause.",
    )
    allow_anonymous: bool = Field(
        default=False,
        description="Whether to answer everyone who reaches the port when no key is set; "
        "without keys and without this the service does not start.",
    )
    playground: bool = Field(
        default=False,
        description="Whether to show the playground at `/`; it asks for no key.",
    )
    encoders_dir: Path | None = Field(
        default=None,
        description="Folder looked in first for encoders, one sub-folder each, named as they are.",
    )
    sessions: int = Field(
        default_factory=usable_cores,
        ge=1,
        description="Inquiries that are computed at once, one thread each; by default the "
        "number of cores.",
    )
    max_waiting: int = Field(
        default=200,
        ge=0,
        description="Inquiries that may wait for a session; more are refused with 503 at once, "
        "since a late answer is worse than a quick retry. 200 wait about half a second.",
    )
    max_body_bytes: int = Field(
        default=262_144,
        ge=1_024,
        description="Longest body of a request; a longer one gets 413. The default holds the "
        "longest text in any script beside its facts.",
    )
    max_text_length: int = Field(
        default=20_000,
        ge=1,
        description="Longest message in characters; a longer one gets 422. Of a long e-mail "
        "thread the newest part is read.",
    )
    reload_interval_s: float = Field(
        default=0.1,
        gt=0,
        le=0.2,
        description="Seconds between two looks at the pointer to the live release; at most "
        "0.2, since a new release must answer within a second.",
    )
    canary_settled_after_s: float = Field(
        default=3_600,
        gt=0,
        description="Seconds after an automatic reply in which a customer who comes back speaks "
        "against the release that sent it, when a canary is judged.",
    )
    shutdown_timeout_s: int = Field(
        default=10,
        ge=1,
        description="Seconds that requests under way have to finish when the service stops.",
    )

    chat_streams: int = Field(
        default=1_000,
        ge=0,
        description="Chats that may be kept up to date by a stream at once in this process; more "
        "ask every few seconds instead.",
    )
    chat_anonymous_per_hour: int = Field(
        default=30,
        ge=1,
        description="Conversations that one address may open within an hour without an identity, "
        "in each process.",
    )

    drafts_url: str = Field(
        default="",
        description="Address of a server that speaks OpenAI's interface, with `/v1`; its "
        "language model drafts for agents. Plain HTTP only on this machine.",
    )
    drafts_model: str = Field(
        default="", description="The language model's id there; needed with an address."
    )
    drafts_key: SecretStr = Field(default=SecretStr(""), description="Key to that server.")
    drafts_allow_http: bool = Field(
        default=False,
        description="Whether the key and customers' words may go over plain HTTP to another "
        "machine, as in a network that is trusted whole.",
    )
    drafts_timeout_s: float = Field(
        default=20,
        gt=0,
        description="Seconds to wait for the language model to say something.",
    )
    drafts_at_once: int = Field(
        default=8, ge=1, description="Drafts that may be waited for; more are refused with 503."
    )

    @model_validator(mode="after")
    def _names_a_model(self) -> Self:
        if bool(self.drafts_url) != bool(self.drafts_model):
            raise ValueError("set drafts_url and drafts_model both, or neither")
        return self

    @field_validator("api_keys", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(key.strip() for key in value.split(",") if key.strip())
