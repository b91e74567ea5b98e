"""Make keys, recognise them, revoke them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.keys.models import AccessToken, ApiKey
from firstline.panel.services.models import HostedService

BYTES = 32  # nobody guesses 256 bits, so a fast hash is enough
SHOWN = 10
NOTED_EVERY = timedelta(minutes=5)
"""A token's last use is written down no more often than this."""


class NameNeeded(FirstlineError):
    def __init__(self) -> None:
        super().__init__("say what the key is for, so that it can be told from others later")


def make_api_key(service: HostedService, name: str, *, by: User) -> tuple[ApiKey, str]:
    """Make a key to ask a service with; return it with its secret, which nobody sees again.

    Raises:
        NameNeeded: the name is empty.
    """
    secret = _new_secret("flk", name)
    with transaction.atomic():
        key = ApiKey.objects.create(service=service, made_by=by, name=name[:100], **_kept(secret))
        record(Action.KEY_MADE, f"key {key}", by=by, service=service)
    return key, secret


def make_access_token(user: User, name: str) -> tuple[AccessToken, str]:
    """Likewise a token to work in the panel with as this person."""
    secret = _new_secret("flt", name)
    with transaction.atomic():
        token = AccessToken.objects.create(user=user, name=name[:100], **_kept(secret))
        record(Action.KEY_MADE, f"access token {token}", by=user)
    return token, secret


def _new_secret(kind: str, name: str) -> str:
    if not name.strip():
        raise NameNeeded
    return f"{kind}_{secrets.token_urlsafe(BYTES)}"


def _kept(secret: str) -> dict[str, str]:
    return {"beginning": secret[:SHOWN], "hash": hash_of(secret)}


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def revoke(key: ApiKey | AccessToken, *, by: User) -> None:
    """Let a key open nothing any more; harmless when it does not."""
    with transaction.atomic():
        unrevoked = type(key).objects.filter(pk=key.pk, revoked_at=None)
        if not unrevoked.update(revoked_at=timezone.now()):
            return
        service = key.service if isinstance(key, ApiKey) else None
        what = "key" if service else "access token"
        record(Action.KEY_REVOKED, f"{what} {key}", by=by, service=service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens a service."""

    hashes: tuple[bytes, ...]
    """Of the keys that are not revoked."""
    is_new: bool
    """Whether no key was ever made: one that was revoked never opens the door to everyone."""


def opening_of(service_id: int) -> Opening:
    keys = list(ApiKey.objects.filter(service=service_id).values_list("hash", "revoked_at"))
    valid = tuple(bytes.fromhex(hash_) for hash_, revoked_at in keys if revoked_at is None)
    return Opening(hashes=valid, is_new=not keys)


def person_with(secret: str) -> User | None:
    """Find whose token this is; `None` for one that is unknown or revoked."""
    valid = AccessToken.objects.filter(revoked_at=None, user__is_active=True)
    token = valid.select_related("user").filter(hash=hash_of(secret)).first()
    if token is None:
        return None
    now = timezone.now()
    unnoted = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    AccessToken.objects.filter(unnoted, pk=token.pk).update(used_at=now)
    return token.user
