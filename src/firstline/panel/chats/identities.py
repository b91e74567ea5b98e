"""Who a customer is, as the host's own server has signed it: a JWT under the chat's secret."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firstline.domain.errors import FirstlineError
from firstline.panel.chats.models import Chat
from firstline.panel.secrets import decrypted

ALGORITHM = "HS256"
LONGEST_LIFE = timedelta(hours=24)
"""A token that somebody finds is of little use to them."""
CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""Between the host's server and this one."""
LATEST = 4_102_444_800
"""Seconds from 1970 to 2100."""


class WrongIdentity(FirstlineError):
    """A token of identity that says nothing that may be believed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this token of identity cannot be used: {why}")


class Identity(BaseModel):
    """What a token says; claims that it does not know count for nothing."""

    model_config = ConfigDict(frozen=True)

    sub: str = Field(min_length=1, max_length=200)
    """The customer's id, as the host names it."""
    name: str = Field(default="", max_length=100)
    language: str = Field(default="", pattern=r"^([a-z]{2,3})?$")
    facts: dict[str, Any] = Field(default_factory=dict)
    iat: float | None = Field(default=None, ge=0, lt=LATEST)
    """When the facts were so, in seconds since 1970."""


def sign(secret: str, claims: Mapping[str, object], *, now: datetime, valid_for: timedelta) -> str:
    """Make a token as a host's server does."""
    times = {"iat": int(now.timestamp()), "exp": int((now + valid_for).timestamp())}
    return jwt.encode({**claims, **times}, secret, algorithm=ALGORITHM)


def identity_in(token: str, chat: Chat, *, now: datetime) -> Identity:
    """Read a token that the chat's secret has signed.

    Raises:
        WrongIdentity: the signature or a claim is wrong, or it is valid no more, or for too long.
        SecretLost: the panel can no longer read the chat's secret.
    """
    if not chat.secret:
        raise WrongIdentity("this chat has no secret yet; make one in the panel")
    claims = _verified(token, decrypted(chat.secret))
    if "\\u0000" in json.dumps(claims):
        raise WrongIdentity("it holds the character U+0000, which no database keeps")
    _check_times(claims["exp"], now)
    try:
        return Identity.model_validate(claims)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WrongIdentity(f"{first['loc'][0]}: {first['msg']}") from error


def _verified(token: str, secret: str) -> dict[str, Any]:
    """Check the signature; times are checked by the clock of this service."""
    options: Options = {
        "require": ["exp", "sub"],
        "verify_exp": False,
        "verify_iat": False,
        "verify_nbf": False,
        "verify_aud": False,
    }
    try:
        return jwt.decode(token, secret, algorithms=[ALGORITHM], options=options)
    except jwt.InvalidTokenError as error:
        raise WrongIdentity(str(error)) from error


def _check_times(expires_at: object, now: datetime) -> None:
    if not isinstance(expires_at, int | float):
        raise WrongIdentity("exp must be seconds since 1970")
    left = expires_at - now.timestamp()
    if left <= -CLOCKS_DIFFER_BY.total_seconds():
        raise WrongIdentity("it has expired; the page has to be given a fresh one")
    if left > (LONGEST_LIFE + CLOCKS_DIFFER_BY).total_seconds():
        raise WrongIdentity("exp must be at most 24 hours from now")


def is_identity(token: str) -> bool:
    """Whether a bearer token is meant as one, and not as a key."""
    try:
        jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        return False
    return True
